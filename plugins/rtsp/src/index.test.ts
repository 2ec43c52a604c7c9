import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import rtsp from './index.ts';

describe('the plugin', () => {
  it('asks for the home network only, and works without settings', () => {
    expect({ uses: rtsp.uses, needs: Object.values(rtsp.needs).map((need) => need.id), provides: Object.values(rtsp.provides).map((port) => port.id), settings: rtsp.config.parse({}) }).toEqual({
      uses: ['lan'], needs: ['clock', 'address-rules', 'ffmpeg', 'loopback-feed'], provides: ['stream-opener', 'replay-opener', 'talk-opener', 'viewer-transport'], settings: { transport: 'auto', tls: 'remember', fingerprints: '' },
    });
    expect(() => rtsp.config.parse({ transport: 'carrier pigeon' })).toThrow(z.ZodError);
  });
});
