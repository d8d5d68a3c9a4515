//! OAEP as its two rounds: what is hidden behind what. Everything falls
//! straight down: the seed stands above maskedSeed in EM, DB above maskedDB.

use super::Layout;

/// Encoding (RFC 8017 §7.1.1).
pub(super) static ENCODING: Layout = Layout {
    height: 340,
    unit: ("DB", 800),
    strips: &[
        ("seed", 42, 22, 42),
        ("DB", 158, 22, 200),
        ("dbMask", 158, 112, 270),
        ("maskedDB", 158, 192, 158),
        ("EM", 39, 290, 158),
    ],
    works: &[
        ("MGF1", 100, 92, "dbMask"),
        ("⊕", 600, 160, "maskedDB"),
        ("MGF1", 300, 244, "maskedSeed"),
        ("⊕", 100, 244, "maskedSeed"),
    ],
    ways: &[
        (&[(100, 50), (100, 126), (156, 126)], "dbMask"),
        (&[(600, 140), (600, 160)], "maskedDB"),
        (&[(958, 36), (985, 36), (985, 160), (600, 160)], "maskedDB"),
        (&[(600, 160), (600, 190)], "maskedDB"),
        (&[(400, 220), (400, 244), (120, 244)], "maskedSeed"),
        (&[(42, 36), (15, 36), (15, 244), (80, 244)], "maskedSeed"),
        (&[(100, 244), (100, 288)], "EM"),
        (&[(700, 220), (700, 288)], "EM"),
    ],
    says: "OAEP in two rounds, each byte as dark as its value, to scale. MGF1 makes a mask from the seed; DB ⊕ the mask is maskedDB. MGF1 makes a mask from maskedDB; the seed ⊕ that mask is maskedSeed. A zero byte, maskedSeed and maskedDB are EM.",
};

/// Decoding (RFC 8017 §7.1.2): the same way back.
pub(super) static DECODING: Layout = Layout {
    height: 326,
    unit: ("maskedDB", 800),
    strips: &[
        ("EM", 39, 22, 39),
        ("seed", 42, 146, 130),
        ("dbMask", 158, 208, 270),
        ("DB", 158, 292, 158),
    ],
    works: &[
        ("MGF1", 300, 106, "seed"),
        ("⊕", 100, 106, "seed"),
        ("MGF1", 100, 196, "dbMask"),
        ("⊕", 600, 260, "DB"),
    ],
    ways: &[
        (&[(400, 72), (400, 106), (120, 106)], "seed"),
        (&[(100, 72), (100, 144)], "seed"),
        (&[(100, 174), (100, 222), (156, 222)], "dbMask"),
        (&[(958, 36), (985, 36), (985, 260), (600, 260)], "DB"),
        (&[(600, 236), (600, 290)], "DB"),
    ],
    says: "OAEP taken apart again, each byte as dark as its value, to scale. MGF1 makes a mask from maskedDB: with it maskedSeed becomes the seed. MGF1 makes a mask from the seed: with it maskedDB becomes DB.",
};
