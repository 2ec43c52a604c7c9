import { coverLevels } from './cover-picture.ts';

/** So many fields across a blurred picture: a face that fills a quarter of it is four of them. */
const fieldsAcross = 16;
const half = (from: number, to: number): number => Math.floor((from + to) / 2);

/**
 * An ffmpeg graph from `coveredInput`'s file to the pictures with their parts covered. Two copies of each picture, one of wide fields run together, one black, are laid over it where the cover says so;
 * where a cover were missing, all of the picture would be covered, and where covers ended early, the pictures would.
 * @param input `0`: the first input, its picture the first and its cover the second video track
 * @param then filters for what comes out
 * @returns for `-filter_complex`; the pictures come out as `[out]`
 */
export function coverGraph(then: readonly string[], input = 0): string {
  const { none, blur, fill } = coverLevels;
  const level = (above: number): string => `lut=y='if(gt(val\\,${above})\\,255\\,0)'`;
  return [
    `[${input}:v:0]split=4[plain][wide][dark][size]`,
    // Means of large fields, then those run into each other: neither an edge nor a letter is left.
    `[wide]scale=w=${fieldsAcross}:h=-2:flags=area[fields]`, '[fields][size]scale2ref=flags=neighbor[coarse][size1]', "[coarse]boxblur=luma_radius='min(w\\,h)/16':luma_power=2,format=yuva420p[blurred]",
    '[dark]lutyuv=y=16:u=128:v=128,format=yuva420p[black]',
    `[${input}:v:1]format=gray[cover]`, '[cover][size1]scale2ref=flags=neighbor[levels][size2]', '[size2]nullsink',
    '[levels]split=2[low][high]', `[low]${level(half(none, blur))}[anything]`, `[high]${level(half(blur, fill))}[filled]`,
    '[blurred][anything]alphamerge=eof_action=endall[over1]', '[black][filled]alphamerge=eof_action=endall[over2]',
    '[plain][over1]overlay=eof_action=endall[once]', `[once][over2]overlay=eof_action=endall,${[...then, 'format=yuv420p'].join(',')}[out]`,
  ].join(';');
}
