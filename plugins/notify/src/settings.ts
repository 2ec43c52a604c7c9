import { secret } from '@matpho/core/sdk';
import { z } from 'zod';

export const securities = ['tls', 'starttls', 'none'] as const;
export const settings = z.object({
  smtpHost: z.string().max(253).regex(/^[A-Za-z0-9._:-]+$/).optional().meta({ title: 'Máy chủ thư (SMTP) / Mail server (SMTP)', description: 'Ví dụ smtp.gmail.com. Để trống: không gửi e-mail. / For example smtp.gmail.com. Empty: no e-mail is sent.' }),
  smtpPort: z.int().min(1).max(65_535).optional().meta({ title: 'Cổng / Port', description: 'Để trống: 465 với tls, 587 với starttls, 25 với none. / Empty: 465 with tls, 587 with starttls, 25 with none.' }),
  security: z.enum(securities).default('tls').meta({ title: 'Mã hoá / Encryption', description: 'tls: mã hoá từ đầu. starttls: chuyển sang mã hoá trước khi đăng nhập. none: không mã hoá, chỉ cho máy chủ trên máy này hoặc trong mạng nhà. / tls: encrypted from the start. starttls: encrypted before signing in. none: not encrypted, only for a server on this machine or on the home network.' }),
  username: z.string().min(1).max(320).optional().meta({ title: 'Tên đăng nhập / User name', description: 'Để trống nếu máy chủ không cần đăng nhập. / Empty when the server needs no sign-in.' }),
  password: secret(z.string().min(1).max(1_024).optional().meta({ title: 'Mật khẩu / Password', description: 'Với Gmail là mật khẩu ứng dụng. / With Gmail, an app password.' })),
  from: z.email().max(254).optional().meta({ title: 'Địa chỉ người gửi / Sender address', description: 'Để trống: tên đăng nhập, nếu đó là một địa chỉ e-mail. / Empty: the user name, when it is an e-mail address.' }),
  caFile: z.string().min(1).max(1_024).optional().meta({ title: 'Tệp chứng chỉ gốc riêng (PEM) / File of your own root certificate (PEM)', description: 'Đường dẫn trên máy này; chỉ cần khi máy chủ thư hoặc nơi nhận webhook dùng chứng chỉ tự ký. / A path on this machine; needed only when the mail server or a webhook receiver signs its own certificate.' }),
  webhookSecret: secret(z.string().min(16).max(256).optional().meta({ title: 'Khoá ký webhook / Webhook signing secret', description: 'Ít nhất 16 ký tự, giống với khoá ở nơi nhận. Để trống: hub tự tạo một khoá và giữ nguyên. / At least 16 characters, the same as at the receiver. Empty: the hub makes one and keeps it.' })),
  homeWebhooks: z.boolean().default(false).meta({ title: 'Cho gửi webhook tới máy trong nhà / Allow webhooks to machines at home', description: 'Tắt đi thì webhook chỉ tới được internet. Mọi người dùng hub tự đặt địa chỉ webhook của mình. / When off, webhooks reach the internet only. Everyone who uses the hub sets their own webhook address.' }),
});
export type Settings = z.output<typeof settings>;
