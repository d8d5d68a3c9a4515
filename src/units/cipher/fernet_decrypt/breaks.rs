//! The ways to break a token: the published invalid ones.

use super::TokenSource;
use crate::units::Break;
use crate::units::cipher::fernet_key::{FernetKeySource, PUBLISHED_KEY};

/// The invalid tokens of the Fernet specification, in its order, and a wrong
/// key. The tests compare them with the published file.
pub(super) const BREAKS: &[Break] = &[
    Break {
        label: "Incorrect HMAC",
        says: "The end of the HMAC was overwritten: the comparison fails, and nothing is decrypted.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Too short",
        says: "The HMAC is missing: the token has no room for all of its fields.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Invalid base64",
        says: "Percent signs are not in the alphabet of base64url, so the text does not even give bytes.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Payload is not whole blocks",
        says: "The HMAC is right, so whoever made it knew the key; but the ciphertext ends inside a block.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Payload padding error",
        says: "The HMAC is right, but behind the decrypted text there is no proper padding.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Token from the far future",
        says: "Its timestamp lies more than 60 seconds ahead of the clock.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Expired TTL",
        says: "Everything about the token is right, but the clock says that its time to live is over.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:21:31"),
        ],
    },
    Break {
        label: "Incorrect IV",
        says: "Two bits of the IV are wrong. The HMAC covers them, so it is right, but CBC flips the same two bits of the first block: here a byte of padding, 0x15 instead of 0x10.",
        sets: &[
            ("token-from", TokenSource::Typed.value()),
            ("key-from", FernetKeySource::Typed.value()),
            (
                "token",
                "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==",
            ),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Another key",
        says: "With another key the HMAC comes out different: whoever lacks the key can neither read nor change the token.",
        sets: &[
            ("key-from", FernetKeySource::Typed.value()),
            ("key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ],
    },
];
