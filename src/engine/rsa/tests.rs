#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::trace::{Observer, Recorder, Trace, Verdict};
use chacha20::ChaCha20Rng;
use num_bigint::BigInt;
use rand::{Rng, SeedableRng};

pub(super) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(super) fn honest(trace: &Trace) {
    assert!(!trace.all().is_empty());
    let lies = trace.lies();
    assert!(
        lies.is_empty(),
        "{}: {:?} {:?}",
        lies[0].0.title,
        lies[0].1,
        lies[0].1.check()
    );
    for step in trace.all() {
        for bytes in &step.bytes {
            assert_eq!(bytes.check(), Ok(()), "{}", step.title);
        }
    }
}

pub(super) fn made(bits: usize, seed: u64, observer: &mut impl Observer) -> PrivateKey {
    generate_alone(
        bits,
        &BigInt::from(65537),
        &mut rng(seed),
        &mut rng(seed + 1_000_000),
        observer,
    )
    .unwrap()
}

#[test]
fn keys_of_real_sizes_tell_the_truth() {
    for (bits, seeds) in [(512, 0..4), (768, 4..6), (1024, 6..8), (2048, 8..9)] {
        for seed in seeds {
            let mut recorder = Recorder::new(30);
            let key = made(bits, seed, &mut recorder);
            assert_eq!(key.n.integer.bits(), bits as u64);
            honest(&recorder.finish());
            key.to_crate().unwrap().validate().unwrap();
            let der = key.to_pkcs8_der().unwrap();
            assert_eq!(PrivateKey::from_pkcs8_der(&der).unwrap(), key);
            let spki = key.public().to_spki_der().unwrap();
            assert_eq!(PublicKey::from_spki_der(&spki).unwrap(), key.public());
        }
    }
}

#[test]
fn a_signature_is_what_the_crate_makes() {
    let key = made(768, 1, &mut ());
    let mut recorder = Recorder::default();
    let signature = pkcs1v15::sign(&key, b"hello", How::Crt, &mut recorder).unwrap();
    honest(&recorder.finish());
    let theirs = key.to_crate().unwrap();
    assert_eq!(
        signature,
        theirs.pkcs1v15_sign::<sha2::Sha256>(b"hello").unwrap()
    );
    let mut recorder = Recorder::default();
    let verdict = pkcs1v15::verify(&key.public(), b"hello", &signature, &mut recorder).unwrap();
    assert_eq!(verdict, Verdict::Passed);
    honest(&recorder.finish());
    let mut recorder = Recorder::default();
    let verdict = pkcs1v15::verify(&key.public(), b"hallo", &signature, &mut recorder).unwrap();
    assert_eq!(verdict, Verdict::Failed);
    honest(&recorder.finish());
}

#[test]
fn toy_keys_tell_the_truth_over_many_seeds() {
    let mut random = rng(7);
    let mut primes = Vec::new();
    while primes.len() < 60 {
        let shift = 56 - (primes.len() as u32 % 50);
        let candidate = BigInt::from((random.next_u64() >> shift) | 1);
        if candidate > BigInt::from(2) && crate::engine::number::prime::is_prime(&candidate) {
            primes.push(candidate);
        }
    }
    let mut made = 0;
    for seed in 0..400_u64 {
        let p = &primes[random.next_u64() as usize % primes.len()];
        let q = &primes[random.next_u64() as usize % primes.len()];
        let e = [3_u32, 5, 7, 11, 17, 257, 65537][seed as usize % 7];
        let mut recorder = Recorder::default();
        let key = PrivateKey::from_primes(p, q, &e.into(), &mut recorder);
        honest(&recorder.finish());
        let Ok(key) = key else { continue };
        made += 1;
        key.to_crate().unwrap().validate().unwrap();
        let der = key.to_pkcs8_der().unwrap();
        assert_eq!(PrivateKey::from_pkcs8_der(&der).unwrap(), key);
        let message = BigInt::from(random.next_u64()) % &key.n.integer;
        let mut recorder = Recorder::default();
        let cipher = textbook::encrypt(&key.public(), &message, &mut recorder).unwrap();
        assert_eq!(
            textbook::decrypt(&key, &cipher, How::Crt, &mut recorder).unwrap(),
            message
        );
        honest(&recorder.finish());
    }
    assert!(made > 100, "{made}");
}

#[test]
fn every_scheme_agrees_with_the_crate() {
    for (bits, seed) in [(768, 20), (776, 21), (1024, 22), (1026, 23), (2048, 24)] {
        let key = made(bits, seed, &mut ());
        let (theirs, public) = (key.to_crate().unwrap(), key.public());
        for message in [&b""[..], b"hello", &[0; 20]] {
            let mut recorder = Recorder::new(10);
            let ours = oaep::encrypt(&public, message, b"", &mut rng(seed), &mut recorder).unwrap();
            let opened = oaep::decrypt(&key, &ours, b"", How::Crt, &mut recorder).unwrap();
            assert_eq!(opened.message.unwrap().as_slice(), message);
            assert_eq!(
                ours,
                theirs
                    .to_public_key()
                    .oaep_encrypt_with_rng::<sha2::Sha256, _>(&mut rng(seed), message)
                    .unwrap()
            );
            honest(&recorder.finish());

            let mut recorder = Recorder::new(10);
            let ours = pkcs1v15::encrypt(&public, message, &mut rng(seed), &mut recorder).unwrap();
            let opened = pkcs1v15::decrypt(&key, &ours, How::Crt, &mut recorder).unwrap();
            assert_eq!(opened.message.unwrap().as_slice(), message);
            assert_eq!(
                ours,
                theirs
                    .to_public_key()
                    .pkcs1v15_encrypt_with_rng(&mut rng(seed), message)
                    .unwrap()
            );
            honest(&recorder.finish());

            let mut recorder = Recorder::new(10);
            let ours = pss::sign(
                &key,
                message,
                pss::SALT,
                How::Crt,
                &mut rng(seed),
                &mut recorder,
            )
            .unwrap();
            assert_eq!(
                ours,
                theirs
                    .pss_sign_with_rng::<sha2::Sha256, _>(&mut rng(seed), message)
                    .unwrap()
            );
            let checked = pss::check(&public, message, &ours, pss::SALT, &mut recorder).unwrap();
            assert!(checked.is_valid(), "{checked:?}");
            honest(&recorder.finish());
        }
    }
}

#[test]
fn what_was_changed_is_noticed_and_told_truly() {
    let key = made(1024, 31, &mut ());
    let public = key.public();
    let message = b"pay 10";
    let v15 = pkcs1v15::sign(&key, message, How::Crt, &mut ()).unwrap();
    let pss = pss::sign(&key, message, 32, How::Crt, &mut rng(1), &mut ()).unwrap();
    let oaep = oaep::encrypt(&public, message, b"", &mut rng(2), &mut ()).unwrap();
    let old = pkcs1v15::encrypt(&public, message, &mut rng(3), &mut ()).unwrap();
    for bit in (0..1024).step_by(41) {
        let flip = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            bytes[bit / 8] ^= 0x80 >> (bit % 8);
            bytes
        };
        let mut recorder = Recorder::new(10);
        let checked = pkcs1v15::check(&public, message, &flip(&v15), &mut recorder).unwrap();
        assert!(!checked.is_valid());
        let checked = super::pss::check(&public, message, &flip(&pss), 32, &mut recorder).unwrap();
        assert!(!checked.is_valid());
        let opened =
            super::oaep::decrypt(&key, &flip(&oaep), b"", How::Crt, &mut recorder).unwrap();
        assert_eq!(opened.message, None);
        pkcs1v15::decrypt(&key, &flip(&old), How::Crt, &mut recorder).unwrap();
        honest(&recorder.finish());
    }
    for length in [0, 1, 127, 129, 500] {
        let bytes = vec![1; length];
        let mut recorder = Recorder::new(10);
        assert!(
            !pkcs1v15::check(&public, message, &bytes, &mut recorder)
                .unwrap()
                .is_valid()
        );
        assert!(
            !super::pss::check(&public, message, &bytes, 32, &mut recorder)
                .unwrap()
                .is_valid()
        );
        assert_eq!(
            super::oaep::decrypt(&key, &bytes, b"", How::Crt, &mut recorder)
                .unwrap()
                .message,
            None
        );
        assert_eq!(
            pkcs1v15::decrypt(&key, &bytes, How::Crt, &mut recorder)
                .unwrap()
                .message,
            None
        );
        honest(&recorder.finish());
    }
    assert_eq!(
        super::oaep::decrypt(&key, &oaep, b"label", How::Crt, &mut ())
            .unwrap()
            .message,
        None
    );
    assert!(
        !super::pss::check(&public, message, &pss, 20, &mut ())
            .unwrap()
            .is_valid()
    );
}

#[test]
fn a_lie_is_caught() {
    use crate::engine::trace::{Expr, Value};
    let mut recorder = Recorder::default();
    PrivateKey::from_primes(&61.into(), &53.into(), &17.into(), &mut recorder).unwrap();
    let mut trace = recorder.finish();
    assert!(trace.lies().is_empty());
    let step = trace
        .steps
        .kept
        .iter_mut()
        .find(|step| step.id == "n")
        .unwrap();
    let step = std::rc::Rc::make_mut(step);
    let Expr::Value(n) = &mut step.equations[0].left else {
        panic!("n stands at the left")
    };
    *n = Value::public("n", 3234);
    assert_eq!(trace.lies().len(), 1);
}

#[test]
fn long_powers_are_cut_and_can_be_asked_for() {
    use crate::engine::trace::Window;
    let key = made(4096, 40, &mut ());
    let mut recorder = Recorder::new(5);
    let signature = pkcs1v15::sign(&key, b"", How::Crt, &mut recorder).unwrap();
    let trace = recorder.finish();
    honest(&trace);
    let crt = trace
        .steps
        .kept
        .iter()
        .position(|step| step.id == "crt")
        .unwrap();
    let crt_step = &trace.steps.kept[crt];
    let power = crt_step
        .inside
        .kept
        .iter()
        .position(|step| step.id == "power-p")
        .unwrap();
    let rows = &crt_step.inside.kept[power].inside;
    assert!(rows.total > 2000 && rows.kept.len() == 5, "{}", rows.total);
    let mut recorder = Recorder::window(Window {
        path: vec![crt as u32, power as u32],
        range: 1500..1510,
    });
    assert_eq!(
        pkcs1v15::sign(&key, b"", How::Crt, &mut recorder).unwrap(),
        signature
    );
    let rows = recorder.finish_window();
    assert_eq!((rows.first, rows.kept.len()), (1500, 10));
    for step in &rows.kept {
        for equation in &step.equations {
            assert_eq!(equation.check(), Ok(true));
        }
    }
}

#[test]
fn damaged_key_files_never_panic() {
    let key = made(512, 50, &mut ());
    let pkcs8 = key.to_pkcs8_der().unwrap();
    let spki = key.public().to_spki_der().unwrap();
    let mut random = rng(51);
    for _ in 0..3000 {
        for (bytes, private) in [(&pkcs8[..], true), (&spki[..], false)] {
            let mut bytes = bytes.to_vec();
            let at = random.next_u32() as usize % bytes.len();
            match random.next_u32() % 3 {
                0 => bytes[at] ^= 1 << (random.next_u32() % 8),
                1 => bytes.truncate(at),
                _ => bytes[at] = random.next_u32() as u8,
            }
            if private {
                if let Ok(key) = PrivateKey::from_pkcs8_der(&bytes) {
                    let _ = textbook::decrypt(&key, &BigInt::from(2), How::Crt, &mut ());
                }
            } else if let Ok(key) = PublicKey::from_spki_der(&bytes) {
                let _ = key.to_crate();
                let _ = textbook::encrypt(&key, &BigInt::from(2), &mut ());
            }
        }
    }
    for end in 0..pkcs8.len() {
        assert!(PrivateKey::from_pkcs8_der(&pkcs8[..end]).is_err());
    }
}

#[test]
fn one_power_and_two_halves_agree() {
    for (bits, seed) in [(64, 60), (768, 61), (1024, 62)] {
        let key = made(bits, seed, &mut ());
        let c = BigInt::from(rng(seed).next_u64()) % &key.n.integer;
        let [crt, one] = [How::Crt, How::OnePower].map(|how| {
            let mut recorder = Recorder::new(10);
            let m = textbook::decrypt(&key, &c, how, &mut recorder).unwrap();
            honest(&recorder.finish());
            m
        });
        assert_eq!(crt, one);
    }
}

#[test]
fn one_power_of_a_long_key_has_a_row_for_each_bit() {
    let key = made(4096, 40, &mut ());
    let mut recorder = Recorder::new(5);
    pkcs1v15::sign(&key, b"", How::OnePower, &mut recorder).unwrap();
    let trace = recorder.finish();
    honest(&trace);
    let rows = &trace.at("power-d").unwrap().inside;
    assert_eq!(u64::from(rows.total), key.d.integer.bits());
    assert!(rows.total > 4000, "{}", rows.total);
}

#[test]
fn blocks_tell_their_scheme() {
    use super::scheme::{decrypt, verify};
    // Lengths at which a PSS block is as long as the modulus, and a byte
    // shorter.
    for (bits, seed) in [(768, 70), (1026, 71), (1032, 72), (1034, 73)] {
        let key = made(bits, seed, &mut ());
        let public = key.public();
        let m = BigInt::from(0x4869);
        let bare = textbook::encrypt(&public, &m, &mut ()).unwrap();
        let ciphertexts = [
            (
                Encryption::Oaep,
                oaep::encrypt(&public, b"Hi", b"", &mut rng(seed), &mut ()).unwrap(),
            ),
            (
                Encryption::Pkcs1v15,
                pkcs1v15::encrypt(&public, b"Hi", &mut rng(seed), &mut ()).unwrap(),
            ),
            (
                Encryption::Textbook,
                block::i2osp("c", &bare, key.size()).unwrap(),
            ),
        ];
        for (scheme, ciphertext) in &ciphertexts {
            for wanted in [
                None,
                Some(Encryption::Oaep),
                Some(Encryption::Pkcs1v15),
                Some(Encryption::Textbook),
            ] {
                let mut recorder = Recorder::new(5);
                let found = decrypt(&key, ciphertext, wanted, How::Crt, &mut recorder).unwrap();
                honest(&recorder.finish());
                assert_eq!(found.scheme, wanted.unwrap_or(*scheme));
                if found.scheme == *scheme {
                    assert_eq!(found.opened.message.unwrap().as_slice(), b"Hi");
                } else {
                    assert_eq!(found.looks_like, Some(*scheme));
                }
            }
        }
        let signatures = [
            (
                Signing::Pkcs1v15,
                pkcs1v15::sign(&key, b"Hi", How::Crt, &mut ()).unwrap(),
            ),
            (
                Signing::Pss,
                pss::sign(&key, b"Hi", pss::SALT, How::Crt, &mut rng(seed), &mut ()).unwrap(),
            ),
            (
                Signing::Textbook,
                textbook::sign(&key, b"Hi", How::Crt, &mut ()).unwrap(),
            ),
        ];
        for (scheme, signature) in &signatures {
            for wanted in [
                None,
                Some(Signing::Pkcs1v15),
                Some(Signing::Pss),
                Some(Signing::Textbook),
            ] {
                for message in [&b"Hi"[..], b"Ho"] {
                    let mut recorder = Recorder::new(5);
                    let found = verify(&public, message, signature, wanted, &mut recorder).unwrap();
                    honest(&recorder.finish());
                    assert_eq!(found.looks_like, Some(*scheme), "{bits} {wanted:?}");
                    assert_eq!(
                        found.checked.is_valid(),
                        message == b"Hi" && wanted.is_none_or(|wanted| wanted == *scheme)
                    );
                }
            }
        }
    }
}

#[test]
fn a_pss_block_fits_from_the_bit_that_the_standard_says() {
    // emBits, one less than the bits of n, is at least 8 · (32 + 32) + 9 = 521.
    let of = |bits: usize| PublicKey::new((BigInt::from(1) << (bits - 1)) + 1, 3.into()).unwrap();
    for bits in [522, 523, 528, 529, 530] {
        assert_eq!(pss::fits(&of(bits), pss::SALT), Ok(()), "{bits}");
    }
    for bits in [512, 513, 520, 521] {
        assert_eq!(
            pss::fits(&of(bits), pss::SALT),
            Err(Error::KeyTooFewBits {
                scheme: "a PSS signature with SHA-256",
                expected: 522,
                found: bits as u64,
            })
        );
    }
    let key = made(522, 7, &mut ());
    let signature = pss::sign(&key, b"Hi", pss::SALT, How::Crt, &mut rng(8), &mut ()).unwrap();
    let checked = pss::check(&key.public(), b"Hi", &signature, pss::SALT, &mut ()).unwrap();
    assert!(checked.is_valid());
}

#[test]
fn a_salt_of_any_length_is_recognised() {
    let key = made(1024, 8, &mut ());
    for salt in [0, 1, 20, 28, 32, 48, 64] {
        let signature = pss::sign(&key, b"Hi", salt, How::Crt, &mut rng(9), &mut ()).unwrap();
        let verified = scheme::verify(&key.public(), b"Hi", &signature, None, &mut ()).unwrap();
        assert_eq!((verified.scheme, verified.salt), (Signing::Pss, salt));
        assert!(verified.checked.is_valid(), "{salt}");
        let other = scheme::verify(&key.public(), b"Ho", &signature, None, &mut ()).unwrap();
        assert_eq!(other.looks_like, Some(Signing::Pss), "{salt}");
        assert!(!other.checked.is_valid(), "{salt}");
    }
}
