import fc from 'fast-check';
import { splitPackets } from './corpus.ts';
import { aacConfig, boxes, sets } from './grammars.ts';
import { never, type Load, type Target } from './target.ts';

/** What core reads: parameter sets, configurations, recordings, conversions. */
export async function mediaTargets(load: Load): Promise<readonly Target[]> {
  const { LiveFormat } = await load<typeof import('../../core/src/streams/live-stream.js')>('core/src/streams/live-stream');
  const { avcRecord } = await load<typeof import('../../core/src/media/h264-parameters.js')>('core/src/media/h264-parameters');
  const { hevcRecord } = await load<typeof import('../../core/src/media/h265-parameters.js')>('core/src/media/h265-parameters');
  const { readAacConfig } = await load<typeof import('../../core/src/media/aac-config.js')>('core/src/media/aac-config');
  const { readJpegFrame } = await load<typeof import('../../core/src/media/jpeg-frame.js')>('core/src/media/jpeg-frame');
  const { boxesIn, mapFmp4, readTimescales, restampFragment } = await load<typeof import('../../core/src/media/fmp4-read.js')>('core/src/media/fmp4-read');
  const { samplesOf } = await load<typeof import('../../core/src/media/fragment-samples.js')>('core/src/media/fragment-samples');
  const { rtpUnitsOf } = await load<typeof import('../../core/src/media/rtp-units.js')>('core/src/media/rtp-units');
  const { restampLive } = await load<typeof import('../../core/src/media/restamp-live.js')>('core/src/media/restamp-live');
  const { cutFootage, pictureHeight } = await load<typeof import('../../core/src/media/cut-footage.js')>('core/src/media/cut-footage');
  const { FlvReader } = await load<typeof import('../../core/src/media/flv-read.js')>('core/src/media/flv-read');
  const { readSegment } = await load<typeof import('../../plugins/export/src/boxes.js')>('plugins/export/src/boxes');
  const { MovieIndex } = await load<typeof import('../../plugins/export/src/movie-index.js')>('plugins/export/src/movie-index');
  const { HubError } = await load<typeof import('../../core/src/sdk/errors.js')>('core/src/sdk/errors');
  const calm = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
    }
  };
  const withSets = (codec: 'h264' | 'h265', input: Buffer): void => {
    const parameterSets = splitPackets(input);
    const { width, height, fps } = new LiveFormat({ video: { codec, clockRate: 90_000, parameterSets } });
    never(!(width >= 1 && width <= 16_384 && height >= 1 && height <= 16_384) || (fps !== undefined && !(fps > 0 && fps < 1_000_000)), `A picture of ${width} x ${height} at ${fps}.`);
    const init = new LiveFormat({ video: { codec, clockRate: 90_000, parameterSets } }).start(false).init;
    never((codec === 'h264' ? avcRecord : hevcRecord)(parameterSets).length > init.length, 'The record is larger than what holds it.');
  };
  const parse = ['core/src/media/bit-reader', 'core/src/media/describe-track', 'core/src/media/sample-entry', 'core/src/media/fmp4'];
  return [
    { name: 'h.264 parameter sets', sources: [...parse, 'core/src/media/h264-parameters', 'core/src/media/h264-usability'], corpus: 'h264-sets', kind: 'bytes', words: [], grammar: sets('h264'), share: 12, read: (input) => withSets('h264', input) },
    { name: 'h.265 parameter sets', sources: [...parse, 'core/src/media/h265-parameters'], corpus: 'h265-sets', kind: 'bytes', words: [], grammar: sets('h265'), share: 12, read: (input) => withSets('h265', input) },
    {
      name: 'aac config', sources: ['core/src/media/aac-config', 'core/src/media/sample-entry', 'core/src/media/jpeg-frame'], corpus: 'aac-config', kind: 'bytes', words: [], grammar: aacConfig, share: 12,
      read: (input) => {
        calm(() => readJpegFrame(input));
        const { sampleRate, channels } = readAacConfig(input);
        never(!(sampleRate > 0 && channels > 0), 'Sound that cannot be.');
        const video = { codec: 'h264' as const, clockRate: 90_000, parameterSets: [Buffer.from('6742c01edb0281ec0440000003004000000c83c58b92', 'hex'), Buffer.from('68ca83cb20', 'hex')] };
        new LiveFormat({ video, audio: { codec: 'aac', clockRate: sampleRate, channels, config: input } }).start(true);
      },
    },
    {
      name: 'fmp4 and boxes', sources: ['core/src/media/fmp4-read', 'core/src/media/fragment-samples', 'core/src/media/rtp-units', 'core/src/media/cut-footage', 'core/src/media/restamp-live', 'plugins/export/src/boxes'], corpus: 'mp4', kind: 'boxes', words: ['moof', 'mdat', 'traf', 'trun', 'tfdt', 'tfhd', 'mfhd', 'moov', 'mdhd', '\0\0\0\u0010mfhd', '\0\0\0\u0008mfhd', '\0\0\0\u0010moof\0\0\0\u0008mfhd', '\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff'], grammar: boxes, share: 16,
      read: (input, random) => {
        const map = mapFmp4(input);
        never(map.wholeBytes > input.length || map.fragments.some(({ offset, size }) => offset + size > input.length), 'A fragment lies outside its file.');
        calm(() => readTimescales(input));
        const [moof] = [...boxesIn(input)].filter(({ type }) => type === 'moof');
        for (const bytes of [input, ...(moof ? [input.subarray(moof.offset)] : [])]) {
          calm(() => restampFragment(bytes, random.word(), new Map([[1, random.below(2 ** 31) - 2 ** 30]])));
          calm(() => restampLive(bytes, random.word(), random.word()));
          const samples = samplesOf(bytes);
          never(samples.some((sample) => sample.bytes.length > bytes.length), 'A sample is larger than its fragment.');
          for (const codec of ['h264', 'h265'] as const) rtpUnitsOf(bytes, { video: { codec, clockRate: 90_000, parameterSets: [] }, audio: { codec: 'aac', clockRate: 48_000, channels: 2 } });
        }
        calm(() => pictureHeight(input));
        calm(() => cutFootage(input, { fromMs: random.below(3_000), toMs: random.below(6_000), audio: true }));
        calm(() => {
          const { init, fragments } = readSegment(input);
          const index = new MovieIndex(init);
          for (const fragment of fragments.slice(0, 20)) index.add(fragment, random.word(), random.word());
          index.box();
        });
      },
    },
    {
      name: 'flv', sources: ['core/src/media/flv-read'], corpus: 'flv', kind: 'bytes', words: ['FLV\u0001\u0005\0\0\0\t\0\0\0\0'], grammar: fc.array(fc.tuple(fc.constantFrom(8, 9, 18), fc.constantFrom('1700000000014200', '1701000000', '2701000000', '170000000001640029ffe1', ''), fc.uint8Array({ maxLength: 60 })), { maxLength: 8 }).map((tags) => Buffer.concat([Buffer.from('464c5601050000000900000000', 'hex'), ...tags.map(([type, head, rest]) => {
        const data = Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(rest)]);
        return Buffer.concat([Buffer.from([type, 0, data.length >> 8, data.length & 255, 0, 0, 1, 0, 0, 0, 0]), data, Buffer.alloc(4)]);
      })])), share: 8,
      read: (input, random) => {
        const reader = new FlvReader();
        let out = 0;
        for (let at = 0; at < input.length;) {
          const end = at + 1 + random.below(4_096);
          for (const news of reader.push(input.subarray(at, end))) out += news.kind === 'unit' ? news.unit.size : news.video.parameterSets.length;
          at = end;
        }
        never(out > input.length + 512, 'More came out than went in.');
      },
    },
  ];
}
