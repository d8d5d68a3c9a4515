//! OAEP as its two rounds: what is hidden behind what. Everything falls
//! straight down: the seed stands above maskedSeed in EM, DB above maskedDB.

use super::Layout;

/// Encoding (RFC 8017 §7.1.1).
pub(super) static ENCODING: Layout = Layout {
    height: 286,
    unit: ("DB", 800),
    strips: &[
        ("seed", 42, 30, Some((42, 10))),
        ("DB", 158, 30, None),
        ("dbMask", 158, 102, None),
        ("maskedDB", 158, 162, None),
        ("EM", 39, 236, Some((158, 230))),
    ],
    works: &[
        ("MGF1", 95, 72, "dbMask"),
        ("⊕", 600, 145, "maskedDB"),
        ("MGF1", 300, 206, "maskedSeed"),
        ("⊕", 130, 206, "maskedSeed"),
    ],
    ways: &[
        (&[(95, 58), (95, 116), (156, 116)], "dbMask"),
        (&[(600, 130), (600, 145)], "maskedDB"),
        (&[(958, 44), (985, 44), (985, 145), (600, 145)], "maskedDB"),
        (&[(600, 145), (600, 160)], "maskedDB"),
        (&[(400, 190), (400, 206), (150, 206)], "maskedSeed"),
        (&[(42, 44), (15, 44), (15, 206), (110, 206)], "maskedSeed"),
        (&[(130, 206), (130, 234)], "EM"),
        (&[(700, 190), (700, 234)], "EM"),
    ],
    words: &[
        ("seed", "random"),
        ("DB", "padding, then the message"),
        ("dbMask", "made from the seed"),
        ("maskedDB", "DB, hidden"),
        ("EM", "the block that is encrypted"),
    ],
    says: "OAEP in two rounds, each byte as dark as its value, to scale. MGF1 makes a mask from the seed; DB ⊕ the mask is maskedDB. MGF1 makes a mask from maskedDB; the seed ⊕ that mask is maskedSeed. A zero byte, maskedSeed and maskedDB are EM.",
};

/// Decoding (RFC 8017 §7.1.2): the same way back.
pub(super) static DECODING: Layout = Layout {
    height: 286,
    unit: ("maskedDB", 800),
    strips: &[
        ("EM", 39, 18, None),
        ("seed", 42, 112, Some((170, 106))),
        ("dbMask", 158, 180, None),
        ("DB", 158, 236, None),
    ],
    works: &[
        ("MGF1", 300, 82, "seed"),
        ("⊕", 147, 82, "seed"),
        ("MGF1", 100, 152, "dbMask"),
        ("⊕", 600, 219, "DB"),
    ],
    ways: &[
        (&[(400, 66), (400, 82), (167, 82)], "seed"),
        (&[(147, 66), (147, 110)], "seed"),
        (&[(100, 140), (100, 194), (156, 194)], "dbMask"),
        (&[(958, 32), (985, 32), (985, 219), (600, 219)], "DB"),
        (&[(600, 208), (600, 234)], "DB"),
    ],
    words: &[
        ("EM", "the block that was encrypted"),
        ("dbMask", "made from the seed"),
        ("DB", "padding, then the message"),
    ],
    says: "OAEP taken apart again, each byte as dark as its value, to scale. MGF1 makes a mask from maskedDB: with it maskedSeed becomes the seed. MGF1 makes a mask from the seed: with it maskedDB becomes DB.",
};
