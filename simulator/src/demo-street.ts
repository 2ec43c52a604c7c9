import type { CameraSpec } from './camera-spec.ts';

const PLACES = ['Cổng chính', 'Sân trước', 'Ngõ 12', 'Quán cà phê', 'Bãi xe', 'Nhà văn hóa', 'Trạm y tế', 'Chợ Hôm', 'Cổng trường', 'Cầu thang', 'Sân sau', 'Ngã tư'];
const MAKERS = [['Phố Sim', 'SC-540'], ['Sông Hồng', 'SH-2M'], ['Hải Âu', 'HA-IP4']] as const;

/** Cameras for a demonstration: names of places, several makers, one with sound. @param load share one coded loop */
export const demoCameras = (count: number, load = false): CameraSpec[] => Array.from({ length: count }, (_, i) => {
  const [maker, model] = MAKERS[i % MAKERS.length] ?? MAKERS[0];
  const round = Math.floor(i / PLACES.length);
  return {
    id: `camera-${i + 1}`,
    name: `${PLACES[i % PLACES.length] ?? ''}${round === 0 ? '' : ` ${round + 1}`}`,
    maker, model, location: 'Phố Hàng Bông', motion: 'lively',
    ...(load ? { footage: { kind: 'drawn-loop' } } : i === 1 ? { audio: 'aac' } : {}),
  } satisfies CameraSpec;
});
