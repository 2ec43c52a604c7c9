import type { Text } from '../domain/people.ts';
import type { AlertKind } from './detect.ts';

/** What a pattern is called: for the list, and in notices. It says what was counted, not what somebody did. */
export const alertWords: { readonly [K in AlertKind]: Text } = {
  no_progress: { vi: 'Xem nhiều ngày cho một hồ sơ chưa ghi tiến triển', en: 'Looking for days on a case in which nothing is written down' },
  fixation: { vi: 'Một cán bộ nhiều lần hỏi hoặc xem cùng một camera, một con phố', en: 'One officer, the same camera or street, again and again' },
  own_street: { vi: 'Nhiều lần hỏi hoặc xem camera trên phố nơi cán bộ sống', en: 'Looking again and again at the street the officer lives on' },
  night_spike: { vi: 'Ban đêm xem nhiều khác thường', en: 'Far more looks at night than usual' },
  several_households: { vi: 'Xem lần lượt nhiều nhà mà không có hồ sơ', en: 'From house to house without a case' },
  returning: { vi: 'Một cán bộ nhiều lần trở lại cùng một camera, một con phố', en: 'One officer comes back to the same camera or street' },
  area_scraping: { vi: 'Hỏi hoặc xem quá nhiều camera trong thời gian ngắn', en: 'Too many cameras in a short time' },
};

interface Words { readonly title: Text; readonly body: Text }

/** For the unit's leader and the people's committee: no household, no camera. */
export function alertNotice(kind: AlertKind, { unit, officerNo, acts }: { readonly unit: string; readonly officerNo: string; readonly acts: number }): Words {
  return {
    title: { vi: `Nên xem lại: ${unit}, số hiệu ${officerNo}`, en: `Worth a look: ${unit}, officer ${officerNo}` },
    body: { vi: `${alertWords[kind].vi}: ${acts} lần. Đây là dấu hiệu để hỏi lại, chưa phải kết luận.`, en: `${alertWords[kind].en}: ${acts} requests. It is a sign to ask about, not a finding.` },
  };
}

/** For the owner, about her own cameras only. */
export function ownerAlertNotice({ unit, officerNo, acts, cameras, from, to }: { readonly unit: string; readonly officerNo: string; readonly acts: number; readonly cameras: readonly string[]; readonly from: string; readonly to: string }): Words {
  const [vi, en] = from === to ? [`ngày ${from}`, `on ${from}`] : [`từ ${from} đến ${to}`, `from ${from} to ${to}`];
  const names = cameras.join(', ');
  return {
    title: { vi: 'Có điều bạn nên xem lại', en: 'Something you may want to look at' },
    body: {
      vi: `${unit}, số hiệu ${officerNo}, đã hỏi hoặc xem camera ${names} ${acts} lần ${vi}, khác với cách làm việc thường thấy. Hub cũng đã báo cho người giám sát. Bạn xem từng lần trong sổ, và có thể dừng chia sẻ bất cứ lúc nào.`,
      en: `${unit}, officer ${officerNo}, asked for or watched ${names} ${acts} ${acts === 1 ? 'time' : 'times'} ${en}, in a way that is unlike ordinary work. The hub has told those who oversee the unit, too. Every look is in your ledger, and you can stop sharing at any time.`,
    },
  };
}
