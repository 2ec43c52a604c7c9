import { wordsOf } from './words-of.ts';

export const time = wordsOf({
  vi: {
    todayHeading: 'Hôm nay', yesterdayHeading: 'Hôm qua',
    today: '{{hour}} hôm nay', yesterday: '{{hour}} hôm qua', tomorrow: '{{hour}} ngày mai', onDay: '{{hour}} ngày {{day}}',
    justNow: 'vừa xong', ago: '{{span}} trước', left: 'còn {{span}}', over: 'đã hết',
    seconds_other: '{{count}} giây', minutes_other: '{{count}} phút', hours_other: '{{count}} giờ', days_other: '{{count}} ngày',
  },
  en: {
    todayHeading: 'Today', yesterdayHeading: 'Yesterday',
    today: '{{hour}} today', yesterday: '{{hour}} yesterday', tomorrow: '{{hour}} tomorrow', onDay: '{{hour}} on {{day}}',
    justNow: 'just now', ago: '{{span}} ago', left: '{{span}} left', over: 'ended',
    seconds_one: '{{count}} second', seconds_other: '{{count}} seconds', minutes_one: '{{count}} minute', minutes_other: '{{count}} minutes',
    hours_one: '{{count}} hour', hours_other: '{{count}} hours', days_one: '{{count}} day', days_other: '{{count}} days',
  },
});
