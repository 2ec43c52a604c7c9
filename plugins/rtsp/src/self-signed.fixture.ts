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
