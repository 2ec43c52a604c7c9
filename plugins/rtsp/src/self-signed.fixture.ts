/** A certificate a camera makes for itself, for the name camera.lan; used by tests only. */
export const selfSigned = {
  key: [
    '-----BEGIN PRIVATE KEY-----',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgtDOXP2zJwan8ELRY',
    'yhu41730PywJfDE37ga8Lfpr0iqhRANCAASaQYRRapGzJbgoj8C1q4YNRHa8QJFw',
    'QxuQZLLvxRogTVBED/klyTr2nywrkupC0R24RvWF61zO4clyfAbQ016w',
    '-----END PRIVATE KEY-----',
  ].join('\n'),
  cert: [
    '-----BEGIN CERTIFICATE-----',
    'MIIBmDCCAT6gAwIBAgIUd5u8tVW/BtKFU2Bbj+HWjOH1iE4wCgYIKoZIzj0EAwIw',
    'FTETMBEGA1UEAwwKY2FtZXJhLmxhbjAgFw0yNjExMjIwMDAzMDRaGA8yMTI2MTAy',
    'OTAwMDMwNFowFTETMBEGA1UEAwwKY2FtZXJhLmxhbjBZMBMGByqGSM49AgEGCCqG',
    'SM49AwEHA0IABJpBhFFqkbMluCiPwLWrhg1EdrxAkXBDG5Bksu/FGiBNUEQP+SXJ',
    'OvafLCuS6kLRHbhG9YXrXM7hyXJ8BtDTXrCjajBoMB0GA1UdDgQWBBSWeWpTXJu6',
    'CBHKFvL4O763kZkMDTAfBgNVHSMEGDAWgBSWeWpTXJu6CBHKFvL4O763kZkMDTAP',
    'BgNVHRMBAf8EBTADAQH/MBUGA1UdEQQOMAyCCmNhbWVyYS5sYW4wCgYIKoZIzj0E',
    'AwIDSAAwRQIhALjzOheuil8pxP3MhvKbt/R7LyXy7JmJ5JhCuDnIzl5DAiBKJYcf',
    'OgZ7bMC4iqfbJ8Vg9UaSxZX/g0FHJ96p74NUaQ==',
    '-----END CERTIFICATE-----',
  ].join('\n'),
};

/** Of the same name, with another key. */
export const otherSelfSigned = {
  key: [
    '-----BEGIN PRIVATE KEY-----',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzDQFcgxn5F5mxJwD',
    'j6FyZaaEnqq5iq+xk75PVDKZ2VChRANCAASQyX19qp2SoiJKaDrdUcm5ckfRKVpV',
    'd5v8g5LBMCym+Naib1dytmTvpm0DuqrBA43U7MdBBPwLLstTgJwaEBIe',
    '-----END PRIVATE KEY-----',
  ].join('\n'),
  cert: [
    '-----BEGIN CERTIFICATE-----',
    'MIIBmDCCAT6gAwIBAgIUOSnJoqZmNHSxCjEJWn3gschZaYAwCgYIKoZIzj0EAwIw',
    'FTETMBEGA1UEAwwKY2FtZXJhLmxhbjAgFw0yNjExMjIwNjE4MjFaGA8yMTI2MTAy',
    'OTA2MTgyMVowFTETMBEGA1UEAwwKY2FtZXJhLmxhbjBZMBMGByqGSM49AgEGCCqG',
    'SM49AwEHA0IABJDJfX2qnZKiIkpoOt1RyblyR9EpWlV3m/yDksEwLKb41qJvV3K2',
    'ZO+mbQO6qsEDjdTsx0EE/Asuy1OAnBoQEh6jajBoMB0GA1UdDgQWBBQ3Otk8FZIP',
    '9U5MYHEA5gmZVZ2ETzAfBgNVHSMEGDAWgBQ3Otk8FZIP9U5MYHEA5gmZVZ2ETzAP',
    'BgNVHRMBAf8EBTADAQH/MBUGA1UdEQQOMAyCCmNhbWVyYS5sYW4wCgYIKoZIzj0E',
    'AwIDSAAwRQIhAK3DsKHxMpevieIoRk2t+uw9LQKcY01NnvkanIae6qziAiAh5Tmq',
    'KY7HvzH0mKhUVOlwTAf/DCI64TEHWWoaBmcedQ==',
    '-----END CERTIFICATE-----',
  ].join('\n'),
  /** As openssl prints it. */
  fingerprint: '3B:7E:FD:C4:B8:FF:62:9B:10:C2:D3:E5:35:85:F4:FA:16:59:2D:C5:55:75:58:FA:05:29:B8:4C:E3:77:61:48',
};
