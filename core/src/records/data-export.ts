import { sql } from 'kysely';
import type { OwnerId, PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import { heldOnCamera, heldOnOfficer, heldOnOwner, heldOnPerson, type HeldTable } from './held-data.ts';
import { notLegalAdvice } from './privacy-notice.ts';
import type { ZipEntry } from './zip-stream.ts';

const rowsARead = 500;

/** Whose data it is: she, and the houses she is registered as the owner of. */
export interface ExportSubject {
  readonly person: PersonId;
  readonly owners: readonly OwnerId[];
}

/** Everything the hub holds on her, row by row, as files of an archive. Own rows only; no secret and no hash of one. */
export async function* dataExport(store: Pick<Store, 'read'>, { person, owners }: ExportSubject, at: Instant): AsyncGenerator<ZipEntry> {
  yield { name: 'README.txt', parts: [readMe(at)] };
  for (const held of heldOnPerson) yield { name: `toi/${held.table}.json`, parts: rowsOf(store, held, person) };
  for (const held of heldOnOfficer) yield { name: `viec-cua-toi/${held.table}.json`, parts: rowsOf(store, held, person) };
  for (const [i, owner] of owners.entries()) {
    const folder = `nha-${i + 1}`;
    for (const held of heldOnOwner) yield { name: `${folder}/${held.table}.json`, parts: rowsOf(store, held, owner) };
    const cameras = await store.read.selectFrom('camera').select('id').where('owner', '=', owner).orderBy('created_at').execute();
    for (const { id } of cameras) for (const held of heldOnCamera) yield { name: `${folder}/${held.table}-${id}.json`, parts: rowsOf(store, held, id) };
  }
}

/** A JSON list, read in pages: a ledger of years never lies in memory. */
async function* rowsOf(store: Pick<Store, 'read'>, { table, by, omit = [] }: HeldTable, value: string): AsyncGenerator<string> {
  const { rows: columns } = await sql<{ name: string; pk: number }>`SELECT name, pk FROM pragma_table_info(${table})`.execute(store.read);
  const shown = columns.map(({ name }) => name).filter((name) => !omit.includes(name));
  // A table's key walks its rows in order whether or not it has a rowid.
  const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk).map(({ name }) => name);
  const order = key.length > 0 ? key : ['rowid'];
  const refs = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));
  let last: readonly unknown[] | undefined;
  yield '[';
  for (let count = 0; ;) {
    const after = last === undefined ? sql`` : sql`AND (${refs(order)}) > (${sql.join(last)})`;
    const { rows } = await sql<Record<string, unknown>>`SELECT ${refs(shown)}, ${sql.join(order.map((name, i) => sql`${sql.ref(name)} AS ${sql.ref(`key ${i}`)}`))} FROM ${sql.table(table)} WHERE ${sql.ref(by)} = ${value} ${after} ORDER BY ${refs(order)} LIMIT ${rowsARead}`.execute(store.read);
    for (const row of rows) {
      yield `${count === 0 ? '\n' : ',\n'}${JSON.stringify(Object.fromEntries(shown.map((name) => [name, readable(row[name])])))}`;
      count += 1;
    }
    const end = rows.at(-1);
    if (!end || rows.length < rowsARead) break;
    last = order.map((_, i) => end[`key ${i}`]);
  }
  yield '\n]\n';
}

/** JSON columns as JSON; bytes as base64. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function readMe(at: Instant): string {
  const when = new Date(at).toISOString();
  return `Mắt Phố: dữ liệu của bạn · your data (${when})

Tiếng Việt
Đây là mọi thứ hub giữ về bạn, chép ra lúc ${when} (giờ UTC).
  toi/           tài khoản, khoá truy cập, phiên đăng nhập, thông báo, sự đồng ý của bạn
  viec-cua-toi/  việc bạn làm với tư cách cán bộ, nếu có
  nha-1/ ...     nhà hoặc cửa hàng bạn đứng tên: camera, cho phép, yêu cầu, ai đã xem, biển thông báo, danh mục hình đã ghi
Thời điểm là mili giây từ 1/1/1970 (UTC). Mỗi tệp là một danh sách JSON.
Không có trong này: mật khẩu, mã bí mật, mật khẩu camera (hub không đưa cho ai), hình đã ghi (tải ở mục Trích xuất), và sổ kiểm chứng có chữ ký (tải ở mục Ai đã xem).
${notLegalAdvice.vi}

English
This is everything the hub holds on you, copied at ${when} (UTC).
  toi/           your account, passkeys, sessions, notices and consents
  viec-cua-toi/  what you did as an officer, if you are one
  nha-1/ ...     the home or shop you are registered for: cameras, permissions, requests, who watched, signs, the list of what was recorded
Instants are milliseconds since 1970-01-01 (UTC). Each file is a JSON list.
Not in here: passwords, secret codes, camera passwords (the hub gives those to nobody), recorded pictures (get them under Exports), and the signed log (get it under Who watched).
${notLegalAdvice.en}
`;
}
