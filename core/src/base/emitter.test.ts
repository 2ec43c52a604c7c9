import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.ts';

interface Facts { rang: number; knocked: string }

describe('Emitter', () => {
  it('reports a listener that throws and still tells the others', () => {
    const failures: unknown[] = [];
    const emitter = new Emitter<Facts>((failure, fact) => failures.push([fact, (failure as Error).message]));
    const heard: number[] = [];
    emitter.on('rang', () => { throw new Error('deaf'); });
    emitter.on('rang', (n) => heard.push(n));
    emitter.emit('rang', 7);
    expect({ heard, failures }).toEqual({ heard: [7], failures: [['rang', 'deaf']] });
  });

  it('reports a listener whose promise rejects', async () => {
    const failures: unknown[] = [];
    const emitter = new Emitter<Facts>((failure) => failures.push((failure as Error).message));
    emitter.on('knocked', async () => { await Promise.resolve(); throw new Error('late'); });
    emitter.emit('knocked', 'door');
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toEqual(['late']);
  });

  it('does not tell who stopped while the fact was told, nor who began', () => {
    const emitter = new Emitter<Facts>(() => {});
    const heard: string[] = [];
    emitter.on('rang', () => {
      heard.push('first');
      second[Symbol.dispose]();
      emitter.on('rang', () => heard.push('new'));
    });
    const second = emitter.on('rang', () => heard.push('second'));
    emitter.emit('rang', 1);
    expect(heard).toEqual(['first']);
    expect(emitter.listenerCount('rang')).toBe(2);
  });
});
