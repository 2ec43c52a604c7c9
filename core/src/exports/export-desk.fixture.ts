import type { Refusal } from '../consent/refusal.ts';
import { HubError } from '../sdk/errors.ts';
import { lan } from '../recordings/footage.fixture.ts';
import { exportPlace, grant, type ExportPlace } from './export-place.fixture.ts';
import type { ExportDesk } from './export-desk.ts';
import type { ExportJob } from './export-rows.ts';

export function made(answer: ExportJob | Refusal): ExportJob {
  if ('refused' in answer) throw answer.error;
  return answer;
}
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'fine', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
}
export async function jobOf(desk: ExportDesk, id: string, person = lan): Promise<ExportJob | undefined> {
  return (await desk.ofPerson(person)).find((job) => job.id === id);
}
export async function download(desk: ExportDesk, job: string, name: string, by = lan): Promise<Buffer> {
  const { bytes, read } = await desk.file(job, name, by);
  const chunks: Uint8Array[] = [];
  for await (const chunk of read(0, bytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
/** A place where the exporter stands before its second file until told. */
export async function halfWay(given = grant): Promise<{ readonly place: ExportPlace; readonly reached: Promise<void>; readonly goOn: () => void }> {
  const place = await exportPlace(given);
  let reach = (): void => {};
  let goOn = (): void => {};
  const reached = new Promise<void>((resolve) => { reach = resolve; });
  const gone = new Promise<void>((resolve) => { goOn = resolve; });
  place.exporter.between = async (n) => {
    if (n !== 1) return;
    reach();
    await gone;
  };
  return { place, reached, goOn: () => goOn() };
}
