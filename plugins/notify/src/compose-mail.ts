import type { Language, Notice } from '@matpho/core/sdk';
import { lines, linkOf, oneLine } from './notice-text.ts';

export interface MailTo {
  readonly name: string;
  readonly address: string;
  readonly language: Language;
}
export interface Mail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly envelope: { readonly from: string; readonly to: string[] };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
  readonly messageId: string;
  readonly headers: Record<string, string>;
}
const sender = 'Mắt Phố';
const words = {
  vi: {
    locale: 'vi-VN', open: 'Xem trong Mắt Phố',
    footer: (origin: string) => `Hub Mắt Phố tự gửi thư này, xin đừng trả lời. Muốn ngừng nhận, mở phần Cài đặt trong trang của hub: ${origin}`,
  },
  en: {
    locale: 'en-GB', open: 'Open in Mắt Phố',
    footer: (origin: string) => `The Mắt Phố hub sent this by itself; please do not reply. To stop these messages, open Settings in the hub's pages: ${origin}`,
  },
} as const;

/**
 * A notice as a mail in the person's language, as text and as plain HTML without pictures or anything fetched.
 * @param from the sender's bare address @param origin of the hub's pages @param timeZone as IANA names it; the machine's own when absent
 */
export function composeMail(notice: Notice, to: MailTo, from: string, origin: string, timeZone?: string): Mail {
  const { locale, open, footer } = words[to.language];
  const subject = oneLine(notice.title[to.language], 200);
  const body = lines(notice.body[to.language], 4_000);
  const link = linkOf(notice, origin);
  // The zone is written out: a mail that was retried arrives late and may be read elsewhere.
  const at = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', day: '2-digit', month: '2-digit', year: 'numeric', hourCycle: 'h23', timeZoneName: 'short', ...(timeZone === undefined ? {} : { timeZone }) }).format(notice.at);
  return {
    from: { name: sender, address: from },
    to: { name: oneLine(to.name, 100), address: to.address },
    envelope: { from, to: [to.address] },
    subject,
    text: [body, at, ...(link === undefined ? [] : [`${open}: ${link}`]), `-- \n${footer(origin)}`].join('\n\n').concat('\n'),
    html: page(to.language, subject, [
      `<h1 style="font-size:18px;margin:0 0 12px">${escape(subject)}</h1>`,
      `<p style="margin:0 0 12px">${escape(body).replaceAll('\n', '<br>')}</p>`,
      `<p style="margin:0 0 12px;color:#555">${escape(at)}</p>`,
      ...(link === undefined ? [] : [`<p style="margin:0 0 12px"><a href="${escape(link)}">${open}</a></p>`]),
      `<p style="margin:24px 0 0;font-size:13px;color:#555">${escape(footer(origin))}</p>`,
    ]),
    date: new Date(notice.at),
    // The same on every try, so that a mail that came through unnoticed is not shown twice.
    messageId: `<${notice.id.replaceAll(/[^\w.-]/g, '')}.${notice.at}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    // RFC 3834 §5 and RFC 2919: no holiday reply comes back, and a filter can sort by the hub.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'List-Id': `Mat Pho <notices.${new URL(origin).hostname.replaceAll(/[^\w.-]/g, '-')}>`, 'Content-Language': to.language },
  };
}

function page(language: Language, title: string, parts: readonly string[]): string {
  return `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)}</title></head>\n<body style="font-family:sans-serif;font-size:16px;line-height:1.5">\n${parts.join('\n')}\n</body></html>\n`;
}
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&#39;');
}
