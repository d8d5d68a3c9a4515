//! Bytes that are cut, mutated or of no kind.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::LazyLock;

#[test]
fn problems_are_told_with_their_place() {
    let hello = message("ServerHello");
    let mut long = hello.clone();
    long[3] += 1;
    let mut odd = hello.clone();
    // The length of the session id.
    odd[38] = 200;
    for (bytes, at, says) in [
        (&[][..], 0, "Expected a handshake message, found nothing."),
        (&[1, 0], 1, "Expected 3 bytes of length, found 1."),
        (
            &hello[..20],
            4,
            "Expected 86 bytes of ServerHello, found 16.",
        ),
        (&long, 4, "Expected 87 bytes of ServerHello, found 86."),
        (
            &odd,
            39,
            "Expected 200 bytes of legacy_session_id_echo, found 51.",
        ),
        (
            &[20, 0, 0, 0],
            4,
            "Expected the HMAC of Finished, found the end.",
        ),
        (
            &[24, 0, 0, 2, 0, 9],
            5,
            "Expected the end of KeyUpdate, found 1 byte more.",
        ),
    ] {
        let whole = dissect_message(bytes);
        let problems: Vec<_> = whole
            .problems
            .iter()
            .map(|one| (one.at, &*one.says))
            .collect();
        assert_eq!(problems, [(at, says)]);
        assert_eq!(whole.check(), Ok(()));
    }
    for (bytes, at, says) in [
        (&[][..], 0, "Expected 1 byte of type, found the end."),
        (
            &[22, 3],
            1,
            "Expected 2 bytes of legacy_record_version, found 1.",
        ),
        (
            &[99, 3, 3, 0, 0],
            0,
            "Expected a type of record from 20 to 24, found 99.",
        ),
        (
            &[20, 3, 3, 0, 1, 1, 0],
            6,
            "Expected the end of TLSPlaintext, found 1 byte more.",
        ),
        (
            &[23, 3, 3, 0, 3, 1, 1, 1],
            5,
            "Expected 16 bytes of authentication tag, found 3.",
        ),
        (
            &[23, 3, 3, 0, 30, 1],
            5,
            "Expected 30 bytes of encrypted_record, found 1.",
        ),
        (
            &[23, 3, 3, 0xff, 0],
            3,
            "Expected at most 16640 bytes in a record, found 65280.",
        ),
    ] {
        let whole = dissect(bytes);
        assert_eq!(whole.check(), Ok(()));
        let first = &whole.problems[0];
        assert_eq!((first.at, &*first.says), (at, says));
    }
    let zeros = dissect_inner(&[0; 4]);
    assert!(zeros.problems[0].says.contains("only zeros"));
    let many = dissect_inner(
        &[0, 0, 0, 0]
            .repeat(1000)
            .into_iter()
            .chain([22])
            .collect::<Vec<_>>(),
    );
    assert!(many.problems[0].says.contains("More than 400"));
    assert_eq!(many.check(), Ok(()));
}

/// Every way to take bytes apart owns them, and points nowhere else.
fn every_way(bytes: &[u8]) {
    for take_apart in [dissect, dissect_inner, dissect_message, dissect_http] {
        let whole = take_apart(bytes);
        assert_eq!(whole.check(), Ok(()));
        for problem in &whole.problems {
            assert!(problem.at as usize <= bytes.len(), "{problem:?}");
        }
    }
    let ends = |ranges: Vec<std::ops::Range<usize>>| {
        let end = ranges.iter().fold(0, |at, range| {
            assert!(range.start == at && range.end > at);
            range.end
        });
        assert_eq!(end, bytes.len());
    };
    ends(split(bytes));
    ends(
        messages(bytes)
            .into_iter()
            .map(|message| message.range)
            .collect(),
    );
}

#[test]
fn every_truncation_keeps_every_byte() {
    for (_, message) in all_messages() {
        for length in 1..message.len() {
            let whole = dissect_message(&message[..length]);
            assert_eq!(whole.check(), Ok(()));
            assert!(!whole.problems.is_empty(), "{} {length}", whole.name);
        }
    }
    for (_, record, inner) in all_records() {
        for length in (0..record.len()).step_by(5) {
            every_way(&record[..length]);
            assert!(!dissect(&record[..length]).problems.is_empty());
        }
        inner.iter().for_each(|inner| every_way(inner));
    }
}

/// How many of each kind: a share of the million that `PADLOCK_MUTATIONS=250000 cargo
/// test --lib damage` looks at.
fn mutations() -> u32 {
    let asked = std::env::var("PADLOCK_MUTATIONS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(300)
}

static MESSAGES: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| all_messages().into_iter().map(|(_, one)| one).collect());
static RECORDS: LazyLock<Vec<(Vec<u8>, Vec<u8>)>> = LazyLock::new(|| {
    let all = all_records().into_iter();
    all.map(|(_, record, inner)| (record, inner.unwrap_or_default()))
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: mutations(), rng_seed: RngSeed::Fixed(8), ..ProptestConfig::default() })]

    #[test]
    fn mutated_messages_are_owned(which in 0..14_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5)) {
        let mut message = MESSAGES[which].clone();
        for (at, byte) in changes {
            let at = at.index(message.len());
            message[at] = byte;
        }
        every_way(&message);
    }

    #[test]
    fn mutated_records_are_owned(which in 0..9_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5)) {
        let (mut record, mut inner) = RECORDS[which].clone();
        for (at, byte) in changes {
            let place = at.index(record.len());
            record[place] = byte;
            if !inner.is_empty() {
                let place = at.index(inner.len());
                inner[place] = byte;
            }
        }
        every_way(&record);
        every_way(&inner);
    }

    #[test]
    fn mutated_hellos_are_owned(at in 0..196_usize, byte: u8) {
        let mut hello = MESSAGES[0].clone();
        hello[at] = byte;
        every_way(&hello);
    }

    #[test]
    fn random_bytes_are_owned(kind in 0..30_u8, mut bytes in prop::collection::vec(any::<u8>(), 0..200), lines: bool) {
        if let Some(first) = bytes.first_mut() {
            *first = kind;
        }
        every_way(&bytes);
        if lines {
            every_way(&[b"GET / HTTP/1.1\r\n", &bytes[..], b"\x17"].concat());
        }
    }
}
