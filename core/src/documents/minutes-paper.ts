import type { Instant } from '../domain/time.ts';
import { ink } from './paper-look.ts';
import { Paper } from './paper.ts';

/** What changes hands, in words; the caller has put codes and instants into words. */
export interface MinutesPaper {
  /** `EV-2026-000143`. */
  readonly bag: string;
  readonly hubName: string;
  readonly madeAt: Instant;
  /** `ngày 22 tháng 11 năm 2026, 09:03:51 (UTC+07:00)`. */
  readonly madeAtWords: string;
  /** On what ground it is handed over. */
  readonly ground: string;
  readonly purpose: string;
  readonly caseNo: string | null;
  readonly from: { readonly names: string; readonly role: string };
  readonly to: { readonly unit: string | null; readonly person: string | null; readonly number: string | null };
  readonly pieces: readonly { readonly n: number; readonly camera: string; readonly interval: string; readonly delivered: string; readonly gaps: string }[];
  readonly originals: string;
  readonly stamped: string;
  /** Of the media, of the certificate: SHA-256. */
  readonly hashes: readonly { readonly label: string; readonly value: string }[];
  readonly address: string;
}

/** Biên bản giao nhận dữ liệu điện tử, A4: what is handed over, by whom to whom, with room for both signatures. */
export async function minutesPaper(of: MinutesPaper): Promise<Buffer> {
  const paper = new Paper({ size: 'A4', title: `Biên bản giao nhận dữ liệu điện tử ${of.bag}`, language: 'vi', at: of.madeAt, footer: `${of.hubName} · ${of.bag}` });
  const { look, innerWidth, left } = paper;
  const small = look.small + 1;
  const line = (text: string, weight: 'regular' | 'medium' | 'bold' = 'regular', after = 4): void => void paper.words(text, { size: small, weight, after });
  const label = (name: string, value: string): void => {
    const top = paper.y;
    paper.words(name, { size: small, color: ink.quiet, width: 128 });
    const bottom = paper.y;
    paper.words(value, { size: small, weight: 'medium', x: left + 134, y: top, width: innerWidth - 134 });
    paper.y = Math.max(paper.y, bottom) + 4;
  };

  paper.words('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: small + 1, weight: 'bold', align: 'center', after: 2 });
  paper.words('Độc lập - Tự do - Hạnh phúc', { size: small + 1, weight: 'medium', align: 'center', after: 5 });
  paper.rule({ x: left + innerWidth / 2 - 80, width: 160, color: ink.text }).gap(16);
  paper.words('BIÊN BẢN GIAO NHẬN DỮ LIỆU ĐIỆN TỬ', { size: 15, weight: 'bold', align: 'center', after: 2 });
  paper.words(`Số: ${of.bag}`, { size: small + 1, weight: 'medium', align: 'center', after: 12 });

  label('Lập lúc', of.madeAtWords);
  label('Nơi lập', of.address);
  label('Căn cứ', of.ground);
  label('Mục đích', `${of.purpose}${of.caseNo === null ? '' : `; số hồ sơ vụ việc: ${of.caseNo}`}`);
  paper.gap(4);
  line('I. BÊN GIAO', 'bold');
  label(of.from.role, of.from.names);
  paper.gap(2);
  line('II. BÊN NHẬN', 'bold');
  label('Đơn vị', of.to.unit ?? '……………………………………………………………………………………');
  label('Họ tên, số hiệu', [of.to.person, of.to.number].filter((each) => each !== null).join(', ') || '……………………………………………………………………………………');
  paper.gap(2);
  line('III. DỮ LIỆU GIAO NHẬN', 'bold', 6);
  paper.table([{ heading: 'Số', share: 0.5 }, { heading: 'Camera', share: 2.4 }, { heading: 'Khoảng được yêu cầu (giờ Việt Nam, UTC+07:00)', share: 3.6 }, { heading: 'Khoảng có hình', share: 3 }, { heading: 'Khoảng trống', share: 2 }],
    of.pieces.map((piece) => [String(piece.n), piece.camera, piece.interval, piece.delivered, piece.gaps]));
  line(of.originals);
  line(of.stamped, 'regular', 8);
  for (const { label: name, value } of of.hashes) {
    line(`${name}:`, 'regular', 0);
    paper.words(value, { size: look.small, weight: 'medium', after: 4 });
  }
  line('Giá trị băm SHA-256 của cả gói (tệp tagmanifest-sha256.txt) có sau khi gói được niêm phong; hai bên tự tính và ghi vào đây:', 'regular', 12);
  paper.rule().gap(8);
  // What is signed for and the signatures stay together on one page.
  const high = 104;
  if (paper.y + 38 + high > paper.height - look.margin - look.small * 2) paper.newPage();
  line('Hai bên đã kiểm tra gói theo tệp VERIFY.txt kèm theo: các giá trị băm khớp, chữ ký của hub hợp lệ.', 'regular', 4);
  line('Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản.', 'regular', 12);
  const top = paper.y;
  const half = innerWidth / 2;
  for (const [x, name] of [[left, 'BÊN GIAO'], [left + half, 'BÊN NHẬN']] as const) {
    paper.words(name, { size: small + 1, weight: 'bold', align: 'center', x, y: top, width: half });
    paper.words('(ký, ghi rõ họ tên, ngày giờ)', { size: look.small, color: ink.quiet, align: 'center', x, y: top + 17, width: half });
    paper.words('…………………………………………', { size: small, color: ink.quiet, align: 'center', x, y: top + high - 26, width: half });
  }
  return paper.finish();
}
