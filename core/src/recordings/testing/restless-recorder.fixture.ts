import { feed, morning, recordingPlace } from '../footage.fixture.ts';

/** Records half a minute over and over, and says the time of each piece once it was handed to the disk or to the part that is being gathered. Meant to be killed. */
const place = await recordingPlace();
process.stdout.write(`${JSON.stringify({ folder: place.folder, file: place.file, recordings: place.recordings })}\n`);
const { recorder } = place.recorder();
for (let half = 0; ; half += 1) {
  const { format, fragments } = feed(30, morning + half * 30_000);
  recorder.format(format);
  for (const fragment of fragments) {
    recorder.fragment(fragment);
    await recorder.drained();
    process.stdout.write(`${fragment.at}\n`);
  }
}
