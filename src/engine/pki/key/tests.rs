#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::hex;
use chacha20::ChaCha20Rng;
use proptest::prelude::*;
use rand::SeedableRng;

const CURVES: [KeyKind; 3] = [KeyKind::P256, KeyKind::P384, KeyKind::Ed25519];

fn drawn(kind: KeyKind, seed: u8) -> PrivateKey {
    PrivateKey::draw(kind, &mut ChaCha20Rng::from_seed([seed; 32]), &mut ()).unwrap()
}

/// Where the bytes of a part stand.
fn find(whole: &[u8], part: &[u8]) -> usize {
    whole
        .windows(part.len())
        .position(|window| window == part)
        .unwrap()
}

fn says(read: Result<PrivateKey, Diagnosis>) -> String {
    read.err().unwrap().to_string()
}

#[test]
fn a_key_that_is_written_is_read() {
    for kind in CURVES {
        let key = drawn(kind, 1);
        assert!(key.agrees() && key.kind() == kind);
        for der in [
            key.to_pkcs8_der().unwrap(),
            key.to_pkcs8_der_with_public().unwrap(),
        ] {
            let read = PrivateKey::from_pkcs8_der(&der).unwrap();
            assert_eq!(read.public(), key.public());
            let kept = read.to_pkcs8_der_with_public().unwrap();
            assert_eq!(kept, key.to_pkcs8_der_with_public().unwrap());
        }
        if let Some(sec1) = key.to_sec1_der() {
            let read = PrivateKey::from_sec1_der(&sec1.unwrap()).unwrap();
            assert_eq!(read.public(), key.public());
        }
        let public = PublicKey::from_spki_der(key.public().spki_der()).unwrap();
        assert_eq!(&public, key.public());
        assert_ne!(drawn(kind, 2).public(), key.public());
    }
    assert!(drawn(KeyKind::Ed25519, 1).to_sec1_der().is_none());
}

/// RFC 8032 §7.1, test 1; RFC 6979 §A.2.5 and §A.2.6, SHA-256 and SHA-384 of
/// "sample".
#[test]
fn published_keys_have_their_public_halves_and_signatures() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let der = hex::decode(&format!("302e020100300506032b657004220420{seed}")).unwrap();
    let key = PrivateKey::from_pkcs8_der(&der).unwrap();
    assert_eq!(
        hex::encode(&key.public().spki_der()[12..]),
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    );
    let p256 = "30310201010420c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721a00a06082a8648ce3d030107";
    let key = PrivateKey::from_sec1_der(&hex::decode(p256).unwrap()).unwrap();
    assert_eq!(
        hex::encode(&key.public().spki_der()[27..59]),
        "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    );
    let Numbers::Elliptic(secret) = &key.numbers else {
        unreachable!("a key of a curve");
    };
    let signature = hex::encode(&secret.sign(b"sample").unwrap());
    assert!(signature.contains("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"));
    assert!(signature.contains("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"));
}

#[test]
fn a_key_without_its_public_half_gets_it() {
    let key = drawn(KeyKind::P256, 3);
    let sec1 = key.to_sec1_der().unwrap().unwrap();
    let at = find(&sec1, &[0xa1, 0x44, 0x03, 0x42]);
    let mut bare = sec1[..at].to_vec();
    bare[1] = u8::try_from(at - 2).unwrap();
    let read = PrivateKey::from_sec1_der(&bare).unwrap();
    assert_eq!(read.public(), key.public());
    assert_eq!(*read.to_sec1_der().unwrap().unwrap(), *sec1);
}

#[test]
fn what_cannot_be_used_is_named() {
    for kind in [KeyKind::P256, KeyKind::P384] {
        let (key, other) = (drawn(kind, 4), drawn(kind, 5));
        let der = key.to_pkcs8_der().unwrap();
        let (own, strange) = (key.public().spki_der(), other.public().spki_der());
        let point = &own[own.len()
            - 2 * usize::from(kind == KeyKind::P256) * 32
            - usize::from(kind == KeyKind::P384) * 96..];
        let at = find(&der, point);
        let mut of_another = der.to_vec();
        of_another[at..].copy_from_slice(&strange[strange.len() - point.len()..]);
        let told = says(PrivateKey::from_pkcs8_der(&of_another));
        assert!(
            told.contains(kind.name()) && told.contains("the public half of another"),
            "{told}"
        );
        let mut off = der.to_vec();
        *off.last_mut().unwrap() ^= 1;
        let told = says(PrivateKey::from_pkcs8_der(&off));
        assert!(
            told.contains(&format!("no point of {}", kind.name())),
            "{told}"
        );
        let mut spki = own.to_vec();
        *spki.last_mut().unwrap() ^= 1;
        let told = PublicKey::from_spki_der(&spki).unwrap_err().to_string();
        assert!(
            told.contains(&format!("no point of {}", kind.name())),
            "{told}"
        );
        // d = 0, and d as large as can be written.
        let d = key.secret();
        let crate::engine::trace::Data::Bytes(d) = &d.data else {
            unreachable!("d is bytes");
        };
        let at = find(&der, d);
        for (byte, found) in [(0, "found 0"), (0xff, "found a larger number")] {
            let mut wrong = der.to_vec();
            wrong[at..at + d.len()].fill(byte);
            let told = says(PrivateKey::from_pkcs8_der(&wrong));
            assert!(told.contains(kind.name()) && told.contains(found), "{told}");
        }
    }
    let key = drawn(KeyKind::Ed25519, 6);
    let der = key.to_pkcs8_der_with_public().unwrap();
    let mut of_another = der.to_vec();
    *of_another.last_mut().unwrap() ^= 1;
    let told = says(PrivateKey::from_pkcs8_der(&of_another));
    assert!(
        told.contains("Ed25519") && told.contains("another"),
        "{told}"
    );
    // NULL as parameters, in a private and in a public key.
    let with_null = |der: &[u8], at: usize| {
        let mut der = [
            &der[..at],
            &[0x30, 7],
            &der[at + 2..at + 7],
            &[5, 0],
            &der[at + 7..],
        ]
        .concat();
        der[1] += 2;
        der
    };
    let told = says(PrivateKey::from_pkcs8_der(&with_null(
        &key.to_pkcs8_der().unwrap(),
        5,
    )));
    assert!(
        told.contains("Ed25519") && told.contains("parameters"),
        "{told}"
    );
    let told = PublicKey::from_spki_der(&with_null(key.public().spki_der(), 2))
        .unwrap_err()
        .to_string();
    assert!(
        told.contains("Ed25519") && told.contains("parameters"),
        "{told}"
    );
    // The neutral point, under which anybody can sign.
    let mut weak = key.public().spki_der().to_vec();
    weak[12..].fill(0);
    weak[12] = 1;
    let told = PublicKey::from_spki_der(&weak).unwrap_err().to_string();
    assert!(told.contains("small order"), "{told}");
}

#[test]
fn a_point_is_kept_written_out() {
    let key = drawn(KeyKind::P256, 7);
    let whole = key.public().spki_der();
    let point = p256::ecdsa::VerifyingKey::from_sec1_bytes(&whole[26..]).unwrap();
    let short = point.to_sec1_point(true);
    let mut spki = [&whole[..26], short.as_bytes()].concat();
    (spki[1], spki[24]) = (spki[1] - 32, spki[24] - 32);
    assert_eq!(&PublicKey::from_spki_der(&spki).unwrap(), key.public());
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..ProptestConfig::default() })]
    #[test]
    fn damage_never_panics(which in 0_usize..3, at in 0_usize..300, byte in any::<u8>(), cut in 1_usize..300) {
        let key = drawn(CURVES[which], 8);
        let forms = [
            key.to_pkcs8_der().unwrap(),
            key.to_pkcs8_der_with_public().unwrap(),
            key.to_sec1_der().map_or_else(Zeroizing::default, Result::unwrap),
        ];
        for form in forms {
            let mut bytes = form.to_vec();
            let length = bytes.len().max(1);
            if let Some(place) = bytes.get_mut(at % length) { *place = byte; }
            bytes.truncate(cut);
            let _ = (PrivateKey::from_pkcs8_der(&bytes), PrivateKey::from_sec1_der(&bytes));
        }
        let mut spki = key.public().spki_der().to_vec();
        let at = at % spki.len();
        spki[at] = byte;
        let _ = PublicKey::from_spki_der(&spki);
    }
}
