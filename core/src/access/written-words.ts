import type { NoticeKind } from '../domain/notice.ts';
import type { Text } from '../domain/people.ts';
import type { WrittenRequestTable } from '../store/schema-consent.ts';
import type { Overdue, WrittenMove } from './written-states.ts';

export interface WrittenNews {
  readonly kind: NoticeKind;
  readonly title: Text;
  readonly body: Text;
}
type Named = Pick<WrittenRequestTable, 'document_no' | 'unit_name' | 'case_no'>;

export function filedNews({ document_no: no, unit_name: unit, case_no: caseNo }: Named): WrittenNews {
  return {
    kind: 'written.received',
    title: { vi: `${unit} gửi văn bản yêu cầu cung cấp dữ liệu`, en: `${unit} sent a written request for footage` },
    body: { vi: `Văn bản số ${no}, số hồ sơ ${caseNo}. Hub đã giữ lại đoạn hình được hỏi. Bạn xem rồi mới quyết định; chưa có gì được giao.`, en: `Document ${no}, case ${caseNo}. The hub keeps the footage it is about. You look and decide; nothing has been handed over.` },
  };
}

/** To the other side; undefined where the other side need not be told. */
export function movedNews({ document_no: no, unit_name: unit }: Named, move: WrittenMove): { readonly to: 'owner' | 'unit'; readonly news: WrittenNews } | undefined {
  const toUnit = (vi: string, en: string): ReturnType<typeof movedNews> => ({ to: 'unit', news: { kind: 'written.changed', title: { vi: `Văn bản số ${no}`, en: `Document ${no}` }, body: { vi, en } } });
  const toOwner = (kind: NoticeKind, vi: string, en: string): ReturnType<typeof movedNews> => ({ to: 'owner', news: { kind, title: { vi: `Văn bản số ${no} của ${unit}`, en: `Document ${no} of ${unit}` }, body: { vi, en } } });
  switch (move) {
    case 'ask': return toUnit('Chủ camera hỏi lại về văn bản này.', 'The owner asks something about this paper.');
    case 'refuse': return toUnit('Yêu cầu không được đáp ứng. Mở để xem lý do.', 'The request was not met. Open it to see the ground.');
    case 'finish': return toUnit('Dữ liệu đã được giao. Tải về trong 30 ngày; mỗi lần tải đều được ghi sổ.', 'The footage was handed over. Fetch it within 30 days; every fetch is recorded.');
    case 'recall': return toUnit('Dữ liệu đã giao được thu hồi, không tải được nữa.', 'What was handed over was taken back and can no longer be fetched.');
    case 'answer': return toOwner('written.received', 'Câu bạn hỏi đã có trả lời.', 'What you asked has been answered.');
    case 'withdraw': return toOwner('written.received', 'Đơn vị đã rút lại yêu cầu này.', 'The unit withdrew this request.');
    case 'fail': return toOwner('written.received', 'Hub chưa cắt được hình. Mở để xem vì sao.', 'The hub could not cut the footage. Open it to see why.');
    case 'destroy': return toOwner('written.destroyed', 'Bên nhận báo đã tiêu huỷ dữ liệu đã nhận.', 'The receiver says it has destroyed what it received.');
    case 'check': case 'execute': return undefined;
  }
}

export function overdueNews({ document_no: no, unit_name: unit }: Named, what: Overdue): { readonly owner: WrittenNews; readonly unit: WrittenNews } {
  const title = { vi: `Văn bản số ${no} của ${unit}`, en: `Document ${no} of ${unit}` };
  const news = (vi: string, en: string): WrittenNews => ({ kind: 'written.overdue', title, body: { vi, en } });
  return what === 'answer'
    ? { owner: news('Đã quá hạn trả lời. Bạn có thể hỏi lại, từ chối kèm lý do, hoặc giao dữ liệu.', 'The time to answer is over. You can ask back, refuse with a reason, or hand over.'), unit: news('Đã quá hạn mà chưa có trả lời.', 'The deadline has passed without an answer.') }
    : { owner: news('Bên nhận đã quá hạn báo tiêu huỷ dữ liệu.', 'The receiver is late to say that it destroyed what it received.'), unit: news('Đã quá hạn tiêu huỷ dữ liệu đã nhận. Hãy ghi biên bản tiêu huỷ.', 'What was received should have been destroyed by now. Record its destruction.') };
}
