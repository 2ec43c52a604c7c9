import { drawStill, FrameReport, type PictureFacts, type PicturePlayer, type PictureReports } from './picture-player.ts';

/** Candidates of one's own interfaces are there at once; what takes longer would not come on a home network. */
const gatherMs = 1_000;
/** ICE that has not come together by then will not. */
const connectMs = 8_000;

/** Plays RTP that the hub sends straight to this browser (WebRTC; the offer and answer of WHEP travel over the hub's own socket). One per connection. */
export class WhepPlayer implements PicturePlayer {
  private readonly video: HTMLVideoElement;
  private readonly reports: PictureReports;
  private readonly report: FrameReport;
  private readonly closing = new AbortController();
  private readonly peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  private readonly stream = new MediaStream();
  private frameCall = 0;
  private late: ReturnType<typeof setTimeout> | undefined;
  private stats = { bytes: 0, lost: 0, received: 0, share: 0, delayMs: undefined as number | undefined, reading: false };

  constructor(video: HTMLVideoElement, reports: PictureReports) {
    this.video = video;
    this.reports = reports;
    this.report = new FrameReport(reports);
    const { signal } = this.closing;
    this.peer.addEventListener('track', ({ track, receiver }) => {
      this.stream.addTrack(track);
      // Shown as soon as it comes: a camera's picture is worth more now than smooth.
      if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
    }, { signal });
    this.peer.addEventListener('connectionstatechange', () => {
      if (this.peer.connectionState === 'connected') clearTimeout(this.late);
      else if (this.peer.connectionState === 'failed') this.reports.failed('unreachable');
    }, { signal });
    video.addEventListener('error', () => this.reports.failed('decode'), { signal });
    if ('requestVideoFrameCallback' in video) this.watchFrames();
    else (video as HTMLVideoElement).addEventListener('timeupdate', () => this.report.seen(), { signal });
    video.removeAttribute('src');
    video.srcObject = this.stream;
  }

  get currentTime(): number {
    return this.video.currentTime;
  }

  facts(): PictureFacts {
    const { video, stats } = this;
    void this.read();
    const quality = video.getVideoPlaybackQuality();
    return {
      width: video.videoWidth, height: video.videoHeight, shown: quality.totalVideoFrames - quality.droppedVideoFrames, dropped: quality.droppedVideoFrames,
      stalls: 0, newest: undefined, delayMs: stats.delayMs, bytes: stats.bytes, lost: stats.share,
    };
  }

  /** With its candidates, so that one message is enough. @throws when this browser does not take H.264 so */
  async offer(): Promise<string> {
    const { peer } = this;
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    await peer.setLocalDescription();
    await this.gathered();
    const { sdp = '' } = peer.localDescription ?? {};
    if (!/a=rtpmap:\d+ H264\//i.test(sdp)) throw new Error('This browser does not take H.264 by WebRTC.');
    return sdp;
  }

  answer(sdp: string): void {
    this.late = setTimeout(() => this.closing.signal.aborted || this.reports.failed('unreachable'), connectMs);
    void this.peer.setRemoteDescription({ type: 'answer', sdp }).catch(() => this.closing.signal.aborted || this.reports.failed('unsupported'));
    this.resume();
  }

  format(): void {}
  bytes(): void {}

  pause(): void {
    this.video.pause();
  }

  rest(): void {
    this.pause();
  }

  resume(): void {
    void this.video.play().catch(() => undefined);
  }

  drawOn(canvas: HTMLCanvasElement): boolean {
    return this.report.any && drawStill(this.video, canvas);
  }

  close(): void {
    this.closing.abort();
    clearTimeout(this.late);
    if (this.frameCall) this.video.cancelVideoFrameCallback(this.frameCall);
    this.peer.close();
    for (const track of this.stream.getTracks()) track.stop();
    this.video.srcObject = null;
    this.video.load();
  }

  private watchFrames(): void {
    this.frameCall = this.video.requestVideoFrameCallback(() => {
      this.report.seen();
      this.watchFrames();
    });
  }

  private gathered(): Promise<void> {
    const { peer } = this;
    return new Promise((resolve) => {
      const look = (): void => {
        if (peer.iceGatheringState === 'complete' || performance.now() > until) resolve();
        else setTimeout(look, 20);
      };
      const until = performance.now() + gatherMs;
      look();
    });
  }

  /** W3C WebRTC Statistics §8.4: counts of the video that came in. */
  private async read(): Promise<void> {
    const { stats } = this;
    if (stats.reading || this.closing.signal.aborted) return;
    stats.reading = true;
    const all = await this.peer.getStats().catch(() => undefined);
    stats.reading = false;
    for (const entry of (all?.values() ?? []) as Iterable<Record<string, unknown>>) {
      if (entry['type'] !== 'inbound-rtp' || entry['kind'] !== 'video') continue;
      const number = (name: string): number => (typeof entry[name] === 'number' ? entry[name] : 0);
      const lost = Math.max(0, number('packetsLost') - stats.lost);
      const received = Math.max(0, number('packetsReceived') - stats.received);
      const emitted = number('jitterBufferEmittedCount');
      this.stats = {
        ...stats, bytes: number('bytesReceived'), lost: number('packetsLost'), received: number('packetsReceived'), share: lost + received > 0 ? lost / (lost + received) : 0,
        delayMs: emitted > 0 ? (number('jitterBufferDelay') / emitted) * 1000 : undefined,
      };
    }
  }
}
