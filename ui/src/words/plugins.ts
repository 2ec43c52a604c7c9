import { wordsOf } from './words-of.ts';

export const plugins = wordsOf({
  vi: {
    title: 'Tiện ích', lead: 'Mỗi tiện ích thêm một việc cho hub và chỉ chạm được những gì ghi ở đây. Không tiện ích nào tự mở được hình.', none: 'Hub chưa cài tiện ích nào. Thêm tên tiện ích vào cấu hình của hub rồi khởi động lại.',
    since: 'từ {{moment}}', on: 'Bật {{name}}', adds: 'Thêm cho hub', asks: 'Được dùng', reaches: 'Nối ra mạng', reachesNone: 'Không tự nối ra mạng nào.', asksNone: 'Không cần gì từ hub.', details: 'Cài đặt và nhật ký', less: 'Thu gọn',
    settings: 'Cài đặt', settingsNone: 'Tiện ích này không có gì để cài đặt.', save: 'Lưu và khởi động lại tiện ích', saved: 'Đã lưu. Tiện ích đang khởi động lại.', turnedOn: 'Đã bật {{name}}.', turnedOff: 'Đã tắt {{name}}.', offAsk: 'Tắt {{name}}?', offText: 'Những gì tiện ích này thêm cho hub sẽ ngừng lại cho đến khi bạn bật lại.', off: 'Tắt',
    secretSet: 'Đã đặt. Để trống để giữ nguyên.', secretUnset: 'Chưa đặt.', secretClear: 'Xoá giá trị đã đặt', secretWillClear: 'Sẽ xoá khi bạn lưu.', secretKeep: 'Giữ lại', onePerLine: 'Mỗi dòng một mục.', between: 'Từ {{min}} đến {{max}}.',
    log: 'Nhật ký', logNone: 'Chưa có dòng nhật ký nào.', logInfo: 'tin', logWarn: 'lưu ý', logError: 'lỗi',
    faultNeeded: 'Cần điền mục này.', faultNumber: 'Điền một con số.', faultWhole: 'Điền một số nguyên.', faultLeast: 'Ít nhất là {{limit}}.', faultMost: 'Nhiều nhất là {{limit}}.', faultShort: 'Cần ít nhất {{limit}} ký tự.', faultLong: 'Không quá {{limit}} ký tự.', faultFew: 'Cần ít nhất {{limit}} mục.', faultMany: 'Không quá {{limit}} mục.',
  },
  en: {
    title: 'Plugins', lead: 'Each plugin adds one thing to the hub and touches only what is listed here. No plugin can open a picture by itself.', none: 'The hub has no plugins. Name one in the hub\'s configuration, then start it again.',
    since: 'since {{moment}}', on: 'Turn {{name}} on', adds: 'Adds to the hub', asks: 'May use', reaches: 'Reaches on networks', reachesNone: 'Reaches no network by itself.', asksNone: 'Needs nothing from the hub.', details: 'Settings and log', less: 'Hide',
    settings: 'Settings', settingsNone: 'This plugin has nothing to set.', save: 'Save and restart the plugin', saved: 'Saved. The plugin is starting again.', turnedOn: '{{name}} is on.', turnedOff: '{{name}} is off.', offAsk: 'Turn {{name}} off?', offText: 'What it adds to the hub stops until you turn it on again.', off: 'Turn off',
    secretSet: 'Set. Leave empty to keep it.', secretUnset: 'Not set.', secretClear: 'Remove the value', secretWillClear: 'It is removed when you save.', secretKeep: 'Keep it', onePerLine: 'One entry a line.', between: 'From {{min}} to {{max}}.',
    log: 'Log', logNone: 'No log lines yet.', logInfo: 'info', logWarn: 'note', logError: 'error',
    faultNeeded: 'This is needed.', faultNumber: 'Enter a number.', faultWhole: 'Enter a whole number.', faultLeast: 'At least {{limit}}.', faultMost: 'At most {{limit}}.', faultShort: 'At least {{limit}} characters.', faultLong: 'At most {{limit}} characters.', faultFew: 'At least {{limit}} entries.', faultMany: 'At most {{limit}} entries.',
  },
});
