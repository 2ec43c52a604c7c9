const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** x264, Constrained Baseline, 1280x720 at 25 pictures per second. */
export const h264Sets = [hex('6742c01fda014016ec0440000003004000000c83c60ca8'), hex('68ce0fc8')];
/** x264, High, 1280x720 at 25. */
export const h264HighSets = [hex('6764001facd9405005bb011000000300100000030320f1831960'), hex('68ebe3cb22c0')];
/** x265, Main, 1920x1080 (coded as 1088 lines). */
export const h265Sets = [hex('40010c01ffff01600000030090000003000003007895980900'.slice(0, -2)), hex('420101016000000300900000030000030078a003c08010e596566924caf0168080000003008000000c84'), hex('4401c172b46240')];
