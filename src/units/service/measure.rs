//! What is measured on the page about speed: keys and signatures, by Padlock
//! and by the `rsa` crate, with nothing told.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::rsa::quick::Blinded;
use crate::engine::rsa::{Audience, Order, PrivateKey, generate, pkcs1v15};
use crate::engine::task::Means;
use crate::engine::trace::Recorder;
use crate::units::Randomness;
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::task::{Poll, ready};
use zeroize::Zeroizing;

/// Something to be done once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// What.
    pub what: What,
    /// By whom.
    pub by: By,
    /// What it draws from.
    pub randomness: Randomness,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// A key is made, and validated by the `rsa` crate in any case.
    Key {
        /// Its size in bits, from 1024 to 4096.
        bits: u32,
        /// Whether the search is shown: candidates are reported as it runs, and
        /// its steps told afterwards.
        shown: bool,
    },
    /// [`SIGNATURES`] messages are signed with a key in PKCS#8 DER.
    Sign(Zeroizing<Vec<u8>>),
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// Padlock.
    Padlock,
    /// The `rsa` crate.
    RsaCrate,
}

/// What is known afterwards.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// What computed the powers.
    pub kernel: String,
    /// The key in PKCS#8 DER, where Padlock made one; empty otherwise.
    pub key: Zeroizing<Vec<u8>>,
    /// What is said below the figures, where there is something to say.
    pub says: String,
}

/// What of a signature's time is not its two powers, as measured by
/// `cargo xtask bench parts_of_a_quick_signature`.
const PARTS: &str = "Measured in Chromium, a sixth of the time is the check: the result is raised to the power e, for a wrong one could give p and q away. About a twelfth is blinding: the message is hidden behind a random factor, so that the time tells nothing about the key. The factor’s inverse is computed once for all messages of a round; between them, factor and inverse are squared.";

/// How many messages one run signs, so that asking for it weighs little.
pub const SIGNATURES: u32 = 16;

impl Measure {
    /// Does it.
    ///
    /// # Errors
    /// When the size is out of range, or something made is not valid.
    pub fn run(&self, means: &mut Means<'_>) -> Poll<Result<Measurement, Diagnosis>> {
        let generator = |purpose: &str| self.randomness.generator(purpose);
        let mut key = Zeroizing::default();
        match (&self.what, self.by) {
            (What::Key { bits, .. }, _) if !(1024..=4096).contains(bits) => {
                return Poll::Ready(Err(bug("expected a size from 1024 to 4096 bits")));
            }
            (What::Key { bits, shown }, By::Padlock) => {
                let [mut p, mut q] = ["p", "q"].map(generator);
                let order = Order {
                    bits: *bits as usize,
                    e: BigInt::from(65_537),
                    audience: if *shown {
                        Audience::One
                    } else {
                        Audience::Nobody
                    },
                };
                let made = if *shown {
                    let mut recorder = Recorder::default();
                    generate(&order, [&mut p, &mut q], means, &mut recorder)
                } else {
                    generate(&order, [&mut p, &mut q], means, &mut ())
                };
                let made = ready!(made.map_err(bug))?;
                made.to_crate().map_err(bug)?.validate().map_err(bug)?;
                key = made.to_pkcs8_der().map_err(bug)?;
            }
            (What::Key { bits, .. }, By::RsaCrate) => {
                let bits = *bits as usize;
                let made = rsa::PrivateKey::new(&mut generator("key"), bits).map_err(bug)?;
                made.validate().map_err(bug)?;
            }
            (What::Sign(der), by) => {
                let key = PrivateKey::from_pkcs8_der(der).map_err(bug)?;
                sign(&key, by, &mut generator("blinding"), means)?;
            }
        }
        if self.by == By::RsaCrate {
            return Poll::Ready(Ok(Measurement::default()));
        }
        // Those who searched, and whoever computes here.
        let mut kernels = means.credits.clone();
        kernels.insert(means.powers.name().to_owned());
        let kernels: Vec<String> = kernels.into_iter().collect();
        let says = match &self.what {
            What::Sign(_) => PARTS.to_owned(),
            What::Key { .. } => String::new(),
        };
        Poll::Ready(Ok(Measurement {
            kernel: kernels.join(", "),
            key,
            says,
        }))
    }
}

fn sign(
    key: &PrivateKey,
    by: By,
    rng: &mut impl rand::CryptoRng,
    means: &mut Means<'_>,
) -> Result<(), Diagnosis> {
    match by {
        By::Padlock => {
            let mut blinded = Blinded::new(key);
            for message in 0..SIGNATURES {
                pkcs1v15::sign_quickly(&mut blinded, &message.to_be_bytes(), rng, means.powers)
                    .map_err(bug)?;
            }
        }
        By::RsaCrate => {
            let key = key.to_crate().map_err(bug)?;
            for message in 0..SIGNATURES {
                key.pkcs1v15_sign_with_rng::<Sha256, _>(rng, &message.to_be_bytes())
                    .map_err(bug)?;
            }
        }
    }
    Ok(())
}

fn bug(error: impl std::fmt::Display) -> Diagnosis {
    Diagnosis::bug(error.to_string())
}
