/** A certificate for localhost and 127.0.0.1 that signs itself; used by tests only. */
export const selfSigned = {
  key: [
    '-----BEGIN PRIVATE KEY-----',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7WjK/P/9pWjpJciB',
    'RBQkqgawvsAG2i6M/5y42y9O+ZShRANCAATW1KxjvTS+6K4r60NCq1pc5gqVDa2F',
    'pEs+Pwb84O4pbTNs/bX3NVPxwqSUBPXSm7uQDniLSr0U6bA4ueBENxqy',
    '-----END PRIVATE KEY-----',
  ].join('\n'),
  cert: [
    '-----BEGIN CERTIFICATE-----',
    'MIIBmzCCAUGgAwIBAgIUJrNk6J6cQhtp5p8V1qBmFDJEF8EwCgYIKoZIzj0EAwIw',
    'FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjAwMTg0MVoYDzIxMjYxMDI5',
    'MDAxODQxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO',
    'PQMBBwNCAATW1KxjvTS+6K4r60NCq1pc5gqVDa2FpEs+Pwb84O4pbTNs/bX3NVPx',
    'wqSUBPXSm7uQDniLSr0U6bA4ueBENxqyo28wbTAdBgNVHQ4EFgQU7mqhMA/uY6Pk',
    'uGIqGsnTHuC05k0wHwYDVR0jBBgwFoAU7mqhMA/uY6PkuGIqGsnTHuC05k0wDwYD',
    'VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI',
    'zj0EAwIDSAAwRQIhALA/e8AQxhQW+Qew+MOLULHZ7LzeSdTg4cx0AI2EmsosAiBH',
    'u+CfFhmoObYLxgw7YvrqwS4msIu/K76RsCDxYwjUNg==',
    '-----END CERTIFICATE-----',
  ].join('\n'),
};
