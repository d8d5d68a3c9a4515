//! RSA keys that are odd in their numbers, built byte by byte: the objection
//! names what it is about, and what can be mended is.

use super::{PRIVATE, PUBLIC, answer, import};
use crate::support::built::{
    NULL, RSA, element, fitting, integer, numbers, pem_of, pkcs1, pkcs8, sequence, spki, versioned,
};
use num_bigint::BigInt;
use num_integer::Integer as _;
use padlock::engine::asn1::pem;
use padlock::engine::rsa::PrivateKey;
use padlock::units::{Inputs, Output, run};
use std::path::PathBuf;

fn key() -> PrivateKey {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/keys");
    let text = std::fs::read(folder.join("rsa-pkcs8.pem")).unwrap();
    PrivateKey::from_pkcs8_der(&pem::read(&text).blocks[0].der).unwrap()
}

/// What an import calls good works everywhere: here, it signs.
fn signs(output: &Output) {
    let thing = padlock::engine::rsa::PrivateKey::from_pkcs8_der(&output.drafts[0].bytes).unwrap();
    thing.to_crate().unwrap();
    let message = BigInt::from(0x1234_5678_u32);
    let powers = &mut padlock::engine::number::kernel::Powers::default();
    let power = padlock::engine::rsa::quick::private(&thing, &message, powers).unwrap();
    assert_eq!(power.modpow(&thing.e.integer, &thing.n.integer), message);
    let again = run(
        "desk-import",
        &Inputs::default().with_file(padlock::units::File {
            name: "again".into(),
            bytes: output.drafts[0].bytes.clone(),
        }),
        &mut padlock::engine::trace::Recorder::default(),
    )
    .unwrap();
    assert_eq!(again.drafts[0].bytes, output.drafts[0].bytes);
}

fn read(der: &[u8], says: &[&str]) -> Output {
    let output = import(der, "").unwrap();
    assert_eq!(output.good, Some(true), "{}", output.headline);
    assert_eq!(output.drafts[0].kind, PRIVATE);
    for says in says {
        assert!(
            output.headline.contains(says),
            "{says}: {}",
            output.headline
        );
    }
    signs(&output);
    output
}

fn refused(der: &[u8], says: &[&str]) {
    let (kinds, good, words) = answer(der, "");
    assert!(kinds.is_empty() && !good, "{words}");
    for says in says {
        assert!(words.contains(says), "{says}: {words}");
    }
}

#[test]
fn values_for_crt_are_computed_anew() {
    let key = key();
    let right = numbers(&key);
    let zero = integer(&0.into());
    let off = integer(&(&key.d_p.integer + 1));
    for (places, value, says) in [
        (&[6][..], &zero, "d_p is wrong in the file; it was"),
        (&[6], &off, "d_p is wrong"),
        (&[7], &zero, "d_q is wrong"),
        (&[8], &zero, "q_inv is wrong"),
        (&[8], &off, "q_inv is wrong"),
        (
            &[6, 7, 8],
            &zero,
            "d_p, d_q and q_inv are wrong in the file; they were",
        ),
        (&[6, 7], &off, "d_p and d_q are wrong"),
    ] {
        let mut wrong = right.clone();
        for place in places {
            wrong[*place].clone_from(value);
        }
        for der in [pkcs1(&wrong), pkcs8(&pkcs1(&wrong))] {
            let output = read(&der, &[says, "repaired"]);
            let expected = import(&pkcs8(&pkcs1(&right)), "").unwrap();
            assert_eq!(output.drafts[0].bytes, expected.drafts[0].bytes);
        }
    }
    // The primes the other way round, with the coefficient of before.
    let mut swapped = right.clone();
    swapped.swap(4, 5);
    read(&pkcs1(&swapped), &["d_p, d_q and q_inv are wrong"]);
    swapped.swap(6, 7);
    read(&pkcs1(&swapped), &["q_inv is wrong"]);
}

#[test]
fn private_exponents_of_every_size() {
    let key = key();
    let (p_1, q_1): (BigInt, BigInt) = (&key.p.integer - 1, &key.q.integer - 1);
    let lambda = p_1.lcm(&q_1);
    let phi = &p_1 * &q_1;
    let mut numbers = numbers(&key);
    let e = &key.e.integer;
    for d in [e.modinv(&phi).unwrap(), e.modinv(&lambda).unwrap()] {
        numbers[3] = integer(&d);
        let output = read(&pkcs1(&numbers), &["an RSA private key of"]);
        assert!(!output.headline.contains("wrong"), "{}", output.headline);
    }
    numbers[3] = integer(&(e.modinv(&lambda).unwrap() + &phi * 4));
    read(&pkcs1(&numbers), &["d is wrong in the file"]);
    numbers[3] = integer(&(&key.d.integer + 2));
    refused(&pkcs1(&numbers), &["e · d ≡ 1 (mod λ(n)) does not hold"]);
}

#[test]
fn numbers_without_their_sign_are_named_with_their_place() {
    let key = key();
    let right = numbers(&key);
    let names = ["n", "e", "d", "p", "q", "d_p", "d_q", "q_inv"];
    for (place, name) in (1..).zip(names) {
        let magnitude = match place {
            1 => key.n.integer.to_bytes_be().1,
            2 => vec![0x81, 0, 1],
            _ => {
                let mut bytes = key.p.integer.to_bytes_be().1;
                bytes[0] |= 0x80;
                bytes
            }
        };
        for (content, says) in [
            (magnitude.clone(), "leading 00 is missing"),
            (vec![0, 1], "a leading 00 too many"),
            (Vec::new(), "without a byte"),
        ] {
            let mut wrong = right.clone();
            wrong[place] = element(2, &content);
            let inner = pkcs1(&wrong);
            let at = inner.len() - wrong.concat().len() + wrong[..place].concat().len();
            let place = format!("{name} as a positive INTEGER at byte {at}");
            refused(&inner, &[&place, says]);
            let outer = pkcs8(&inner);
            let at = at + outer.len() - inner.len();
            let place = format!("{name} as a positive INTEGER at byte {at}");
            refused(&outer, &[&place, says]);
        }
    }
    let n = key.n.integer.to_bytes_be().1;
    let inner = sequence(&[&element(2, &n), &integer(&key.e.integer)]);
    refused(
        &inner,
        &["Expected n as a positive INTEGER at byte 4", "leading 00"],
    );
    let outer = spki(&inner, &NULL);
    let at = outer.len() - inner.len() + 4;
    refused(&outer, &[&format!("at byte {at}"), "leading 00"]);
}

#[test]
fn more_than_two_primes() {
    let key = key();
    let two = integer(&2.into());
    let other = sequence(&[&two, &two, &two]);
    for (count, others) in [
        (3, sequence(&[&other])),
        (5, sequence(&[&other, &other, &other])),
    ] {
        let mut numbers = numbers(&key);
        numbers[0] = integer(&1.into());
        numbers.push(others);
        for der in [pkcs1(&numbers), pkcs8(&pkcs1(&numbers))] {
            refused(
                &der,
                &[&format!("private key of {count} primes"), "multi-prime"],
            );
        }
        numbers[0] = integer(&0.into());
        refused(&pkcs1(&numbers), &["multi-prime"]);
    }
    let mut alone = numbers(&key);
    alone[0] = integer(&1.into());
    refused(&pkcs1(&alone), &["version 1", "no others"]);
    alone[0] = integer(&2.into());
    refused(&pkcs1(&alone), &["version"]);
}

#[test]
fn public_exponents_out_of_range() {
    let key = key();
    let n = integer(&key.n.integer);
    let big: BigInt = BigInt::from(1_u64 << 33) + 1;
    for (e, says) in [
        (BigInt::from(1), "found 1"),
        (BigInt::from(2), "found 2"),
        (BigInt::from(65536), "found 65536"),
        (big.clone(), "2^33 (8589934592)"),
        (&big << 60, "94 bits"),
        (&key.n.integer - 2, "too large"),
    ] {
        let inner = sequence(&[&n, &integer(&e)]);
        for der in [inner.clone(), spki(&inner, &NULL)] {
            refused(&der, &["public exponent e", says]);
        }
    }
    let largest = BigInt::from((1_u64 << 33) - 1);
    for e in [BigInt::from(3), largest] {
        let der = spki(&sequence(&[&n, &integer(&e)]), &NULL);
        let (kinds, good, words) = answer(&der, "");
        assert_eq!((&kinds[..], good), (&[PUBLIC][..], true), "{words}");
    }
    // A private key with such an e.
    let (p_1, q_1): (BigInt, BigInt) = (&key.p.integer - 1, &key.q.integer - 1);
    let e = (0..)
        .map(|more| &big + 2 * more)
        .find(|e: &BigInt| e.modinv(&p_1.lcm(&q_1)).is_some());
    let mut numbers = numbers(&key);
    numbers[2] = integer(&e.unwrap());
    refused(
        &pkcs8(&pkcs1(&numbers)),
        &["public exponent e is too large", "2^33"],
    );
}

#[test]
fn algorithms_without_their_null() {
    let key = key();
    let inner = pkcs1(&numbers(&key));
    let bare = sequence(&[&[2, 1, 0], &sequence(&[&RSA]), &element(4, &inner)]);
    let output = read(&bare, &["NULL", "missing"]);
    let usual = import(&pkcs8(&inner), "").unwrap();
    assert_eq!(output.drafts[0].bytes, usual.drafts[0].bytes);
    let public = sequence(&[&integer(&key.n.integer), &integer(&key.e.integer)]);
    let (kinds, good, words) = answer(&spki(&public, &[]), "");
    assert_eq!((&kinds[..], good), (&[PUBLIC][..], true), "{words}");
    assert!(words.contains("NULL"), "{words}");
}

#[test]
fn public_keys_beside_private_ones() {
    let key = key();
    let inner = pkcs1(&numbers(&key));
    let version_2 = |n: &BigInt, e: &BigInt| {
        let public = sequence(&[&integer(n), &integer(e)]);
        let beside = element(0x81, &[&[0], &public[..]].concat());
        let algorithm = sequence(&[&RSA, &NULL]);
        sequence(&[&[2, 1, 1], &algorithm, &element(4, &inner), &beside])
    };
    let (n, e) = (&key.n.integer, &key.e.integer);
    read(&version_2(n, e), &["an RSA private key of"]);
    for (n, e) in [(&(n + 2), e), (n, &BigInt::from(3))] {
        refused(&version_2(n, e), &["belongs to another private key"]);
    }
    // In the same file.
    let private = pem_of("PRIVATE KEY", &pkcs8(&inner));
    let public = |n: &BigInt| {
        let inner = sequence(&[&integer(n), &integer(e)]);
        pem_of("PUBLIC KEY", &spki(&inner, &NULL))
    };
    let own = answer(format!("{private}{}", public(n)).as_bytes(), "").2;
    assert!(!own.contains("belongs to no"), "{own}");
    let other = answer(format!("{private}{}", public(&(n + 2))).as_bytes(), "").2;
    assert!(other.contains("belongs to no private key"), "{other}");
}

#[test]
fn primes_that_are_none_or_differ_in_length() {
    let key = key();
    // q · 3 in place of q: everything fits, and it is no key.
    let numbers = versioned(&fitting(&key.p.integer, &(&key.q.integer * 3)));
    refused(
        &pkcs1(&numbers),
        &["q is no prime", "an odd prime as q", "which 3 divides"],
    );
    refused(
        &pkcs1(&{
            let mut wrong = crate::support::built::numbers(&key);
            wrong[4] = integer(&(&key.p.integer + 2));
            wrong
        }),
        &["n = p · q does not hold"],
    );
}
