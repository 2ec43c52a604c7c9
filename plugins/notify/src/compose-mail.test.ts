import { describe, expect, it } from 'vitest';
import { composeMail, type Mail } from './compose-mail.ts';
import { viewing } from './notice.fixture.ts';
import type { Notice } from '@matpho/core/sdk';

const compose = (change: Partial<Notice>, language: 'vi' | 'en' = 'vi', origin = 'https://hub.local:8443', name = 'Lan'): Mail =>
  composeMail({ ...viewing, ...change }, { name, address: 'lan@street.example', language }, 'hub@street.example', origin, 'Asia/Ho_Chi_Minh');

describe('a notice as a mail', () => {
  it('says in Vietnamese what happened, when, and where to look', () => {
    expect(compose({}).text).toBe([
      'Số hiệu 123-456, để tìm trẻ lạc.', 'Bạn có thể dừng ngay bất cứ lúc nào.', '', '10:04:05 GMT+7 22/11/2026', '',
      'Xem trong Mắt Phố: https://hub.local:8443/ledger?camera=1&from=2', '', '-- ',
      'Hub Mắt Phố tự gửi thư này, xin đừng trả lời. Muốn ngừng nhận, mở phần Cài đặt trong trang của hub: https://hub.local:8443', '',
    ].join('\n'));
  });
  it('has the same in English', () => {
    expect(compose({}, 'en').text).toBe([
      'Officer 123-456, for a missing child.', 'You can stop it at any time.', '', '22/11/2026, 10:04:05 GMT+7', '',
      'Open in Mắt Phố: https://hub.local:8443/ledger?camera=1&from=2', '', '-- ',
      'The Mắt Phố hub sent this by itself; please do not reply. To stop these messages, open Settings in the hub\'s pages: https://hub.local:8443', '',
    ].join('\n'));
  });
  it('escapes what people wrote in the HTML, and fetches nothing', () => {
    const { html } = compose({ title: { vi: '<img src=x> & "Cổng"', en: '' }, body: { vi: '<script>alert(\'1\')</script>\nhai', en: '' } });
    expect(html).toContain('<h1 style="font-size:18px;margin:0 0 12px">&lt;img src=x&gt; &amp; &quot;Cổng&quot;</h1>');
    expect(html).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;<br>hai');
    expect(html).toContain('<a href="https://hub.local:8443/ledger?camera=1&amp;from=2">Xem trong Mắt Phố</a>');
    expect(html).not.toMatch(/<(?:img|script|link|iframe|object|video)|src=["']|url\(|@import/i);
  });
  it.each(['//evil.example/x', 'https://evil.example/', 'javascript:alert(1)', '\\\\evil.example', 'data:text/html,x'])('leads nowhere but to the hub: %s', (link) => {
    const { text, html } = compose({ link });
    expect([text.includes('Xem trong'), html.includes('<a ')]).toEqual([false, false]);
  });
  it('keeps every header value in one line, without marks that turn text around', () => {
    const { subject, to, messageId } = compose({ id: 'a>\r\nBcc: x@evil.example', title: { vi: 'Một\r\nBcc: all@evil.example\u2028\u202Egnp.exe\u0000', en: '' } }, 'vi', undefined, 'Lan\r\nX-Evil: 1');
    expect({ subject, name: to.name, messageId }).toEqual({ subject: 'Một Bcc: all@evil.example gnp.exe', name: 'Lan X-Evil: 1', messageId: `<aBccxevil.example.${viewing.at}@street.example>` });
  });
  it('cuts what is too long between characters', () => {
    expect(compose({ title: { vi: '📷'.repeat(300), en: '' } }).subject).toBe(`${'📷'.repeat(199)}…`);
  });
  it('names its list after the hub, whatever its address looks like', () => {
    expect(['https://hub.local:8443', 'https://192.168.1.2', 'https://[fd12::2]:8443'].map((origin) => compose({}, 'vi', origin).headers['List-Id'])).toEqual([
      'Mat Pho <notices.hub.local>', 'Mat Pho <notices.192.168.1.2>', 'Mat Pho <notices.-fd12--2->',
    ]);
  });
  it('is dated by the notice and bears one id on every try', () => {
    const { date, messageId } = compose({});
    expect([date.toISOString(), messageId, compose({}).messageId === messageId, compose({ at: viewing.at + 1 }).messageId === messageId]).toEqual(['2026-11-22T03:04:05.000Z', `<${viewing.id}.${viewing.at}@street.example>`, true, false]);
  });
});
