import { bagFiles, bagFolders } from './bag-files.ts';
import { finding, instant, lasting, type BagFinding, type BagText } from './finding.ts';
import type { BagFile, BagPiece, Evidence, TimeRecord } from './records.ts';

const causes: Readonly<Record<BagPiece['gaps'][number]['cause'], BagText>> = {
  off: { vi: 'tắt ghi hình', en: 'recording was off' }, hours: { vi: 'ngoài giờ ghi hoặc giờ riêng tư', en: 'outside the hours of recording, or private hours' }, events: { vi: 'chỉ ghi khi có chuyển động', en: 'only movement is recorded' },
  offline: { vi: 'camera mất kết nối', en: 'the camera was not connected' }, disk: { vi: 'ổ đĩa hỏng hoặc đầy', en: 'the disk failed or was full' }, hub_off: { vi: 'hub tắt', en: 'the hub was off' }, clock: { vi: 'đồng hồ bị chỉnh', en: 'the clock was set' },
  retention: { vi: 'đã xoá vì hết thời hạn lưu', en: 'removed at the end of its time' }, removed: { vi: 'chủ camera đã xoá', en: 'removed by the owner' }, damaged: { vi: 'bản ghi hỏng', en: 'the recording was damaged' }, unknown: { vi: 'không rõ nguyên nhân', en: 'cause unknown' }, open: { vi: 'chưa ghi xong khi làm gói', en: 'not finished when the bag was made' },
};
const ways: Readonly<Record<BagFile['derivative'], BagText | undefined>> = {
  no: undefined, init: undefined, remux: { vi: 'cùng hình đã mã hoá, đóng gói lại để xem được', en: 'the same coded pictures in a container that plays' },
  cut: { vi: 'cùng hình đã mã hoá, cắt đúng khoảng được phép', en: 'the same coded pictures, cut to what was permitted' }, remade: { vi: 'hình được làm lại (che, làm mờ hoặc thu nhỏ)', en: 'pictures made anew (masked, covered or smaller)' },
};
const at = (time: string): BagText => instant(Date.parse(time));
export const gapCause = (cause: BagPiece['gaps'][number]['cause']): BagText => causes[cause];

/** evidence.json against the manifest: the recorder's own hashes, where it logged them when it wrote, are those of the files that are here. Pure. */
export function checkEvidence({ pieces, originals }: Evidence, manifest: ReadonlyMap<string, string>): readonly BagFinding[] {
  const findings: BagFinding[] = [];
  const named = new Set<string>();
  let [same, elsewhere] = [0, 0];
  for (const { camera, segments, files, gaps, outcome } of pieces) {
    for (const { file, sha256, origin, loggedAt } of segments) {
      const found = file === null ? undefined : manifest.get(file);
      if (file === null) elsewhere += 1;
      else if (found === undefined) findings.push(finding('original-missing', file));
      else if (found !== sha256) findings.push(finding('original', file, { logged: sha256 }));
      else if (origin === 'recorded' && loggedAt !== null) same += 1;
      if (file !== null) named.add(file);
    }
    for (const { path, sha256, kind, derivative } of files) {
      named.add(path);
      if (manifest.get(path) !== sha256) findings.push(finding('file-other', path));
      // What is called an original must be one that the recorder logged.
      if (kind === 'original' && !segments.some((segment) => segment.file === path && segment.sha256 === sha256)) findings.push(finding('original', path, { logged: '-' }));
      const how = ways[derivative];
      if (how) findings.push(finding('derivative', path, { how }));
    }
    const fetched = segments.filter(({ origin }) => origin === 'outside').length;
    if (fetched > 0) findings.push(finding('fetched-later', undefined, { camera: camera.name, n: String(fetched) }));
    const unlogged = segments.filter(({ loggedAt }) => loggedAt === null).length;
    if (unlogged > 0) findings.push(finding('not-logged', undefined, { camera: camera.name, n: String(unlogged) }));
    for (const { from, to, cause } of gaps) findings.push(finding('gap', undefined, { camera: camera.name, from: at(from), to: at(to), cause: causes[cause] }));
    if (outcome !== 'footage') findings.push(finding(outcome, undefined, { camera: camera.name }));
  }
  const films = [...manifest.keys()].filter((path) => Object.values(bagFolders).some((folder) => path.startsWith(folder)));
  for (const path of films) if (!named.has(path)) findings.push(finding('file-unnamed', path));
  if (originals === 'with-owner' && films.some((path) => path.startsWith(bagFolders.original))) findings.push(finding('originals-out', bagFiles.evidence));
  if (same > 0) findings.push(finding('segments-same', bagFolders.original, { n: String(same) }));
  if (elsewhere > 0) findings.push(finding('originals-elsewhere', bagFiles.evidence, { n: String(elsewhere) }));
  return findings;
}

/** A clock worth mentioning. */
const offBy = 2_000;
/** time.json: what limits the hours that the pictures are given. Pure. */
export function checkTime({ hub, untrusted, cameras }: TimeRecord): readonly BagFinding[] {
  return [
    ...(hub.trusted ? [] : [finding('clock-now', bagFiles.time, { source: hub.source })]),
    ...untrusted.map(({ from, to }) => finding('clock', bagFiles.time, { from: at(from), to: at(to) })),
    ...cameras.flatMap(({ folder, clockOffsetMs }) => (clockOffsetMs !== null && Math.abs(clockOffsetMs) >= offBy ? [finding('camera-clock', bagFiles.time, { camera: folder, by: lasting(Math.abs(clockOffsetMs)) })] : [])),
  ];
}
