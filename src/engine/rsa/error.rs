//! What can go wrong with keys, messages and blocks.

use super::exponent::EXPONENT_BITS;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::number::{power, search};
use crate::engine::text::{plural, short};
use num_bigint::BigInt;
use num_traits::One as _;

/// An exponent that does not fit its primes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCoprime {
    /// The public exponent.
    pub e: BigInt,
    /// λ(n).
    pub lambda: BigInt,
    /// The factor that they share.
    pub gcd: BigInt,
    /// The smallest exponent that would do.
    pub would_do: BigInt,
}

/// What is wrong with an INTEGER (X.690 §8.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Its first bit is set, which makes it negative: the 00 before it is
    /// missing.
    Negative {
        /// The first byte.
        first: u8,
    },
    /// It begins with a 00 that is not needed.
    Padded,
    /// It has no bytes.
    Empty,
    /// It is something else.
    Other {
        /// What.
        found: String,
    },
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Negative { first } => write!(
                f,
                "a negative one: its leading 00 is missing, and its first byte is {first:02x}, whose first bit is the sign"
            ),
            Self::Padded => f.write_str("one with a leading 00 too many, which DER does not allow"),
            Self::Empty => f.write_str("one without a byte"),
            Self::Other { found } => f.write_str(found),
        }
    }
}

/// Why an RSA operation cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A factor is not an odd prime.
    NotPrime {
        /// Which: `p` or `q`.
        which: &'static str,
        /// The number.
        found: BigInt,
        /// A factor of it, where one was found.
        factor: Option<BigInt>,
    },
    /// Both primes are the same.
    EqualPrimes {
        /// The prime.
        found: BigInt,
    },
    /// The primes of a real-sized key are so close that Fermat's method
    /// finds them (FIPS 186-5 §A.1.3).
    PrimesTooClose {
        /// |p − q| must be above 2 to the power of this.
        expected_bits: u64,
        /// The bits of |p − q|.
        found_bits: u64,
    },
    /// The public exponent is even, below 3, or not below the bound.
    Exponent {
        /// The public exponent.
        found: BigInt,
        /// It must be below this.
        below: BigInt,
    },
    /// The public exponent shares a factor with λ(n): it has no inverse.
    NotCoprime(Box<NotCoprime>),
    /// The private exponent came out too small to be safe (FIPS 186-5
    /// §A.1.1, criterion 3): new primes are needed.
    PrivateExponentTooSmall,
    /// A key size that is not made.
    Size {
        /// The least size in bits.
        least: usize,
        /// The greatest size in bits.
        greatest: usize,
        /// What was asked for.
        found: usize,
    },
    /// A number is not below the modulus.
    OutOfRange {
        /// What the number is, such as "the message".
        what: &'static str,
        /// The modulus.
        below: BigInt,
        /// The number.
        found: BigInt,
    },
    /// A byte string of the wrong length.
    Length {
        /// What it is, such as "the signature".
        what: &'static str,
        /// The length that belongs there, in bytes.
        expected: usize,
        /// The length that was found, in bytes.
        found: usize,
    },
    /// The message does not fit the block.
    MessageTooLong {
        /// The most that fits, in bytes.
        most: usize,
        /// The length of the message, in bytes.
        found: usize,
    },
    /// The modulus has no room for a single byte.
    NoRoom {
        /// The modulus.
        n: BigInt,
    },
    /// The modulus is too short for the scheme.
    KeyTooShort {
        /// The scheme, such as "PSS with SHA-256".
        scheme: &'static str,
        /// The least length of the modulus, in bytes.
        expected: usize,
        /// The length of the modulus, in bytes.
        found: usize,
    },
    /// The same, where the last bit counts.
    KeyTooFewBits {
        /// The scheme.
        scheme: &'static str,
        /// The least length of the modulus, in bits.
        expected: u64,
        /// The length of the modulus, in bits.
        found: u64,
    },
    /// Bytes that are not the DER encoding of an RSA key.
    Der(Diagnosis),
    /// One of the numbers of a key is no INTEGER as DER writes it.
    Integer {
        /// Which, such as `n`.
        which: &'static str,
        /// What is wrong with it.
        flaw: Flaw,
        /// The byte of the file where it begins.
        at: usize,
    },
    /// A private key of more than two primes (multi-prime RSA, RFC 8017
    /// §3.2).
    MorePrimes {
        /// How many primes it has.
        found: usize,
    },
    /// The public key beside a private key (RFC 5958 §2) is another's.
    OtherPublicKey,
    /// The numbers of a private key do not belong together.
    Inconsistent {
        /// The rule that does not hold, such as `n = p · q`.
        rule: &'static str,
    },
    /// The result does not lead back to where it came from: the computation
    /// went wrong, and the result must not be shown to anybody.
    Fault,
    /// The search for a prime failed.
    Search(search::Error),
    /// A power that cannot be computed.
    Power(power::Error),
    /// The `rsa` crate refused.
    Crate(String),
}

impl Error {
    /// The same in words for a person, with what to do about it.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        let expected = |what: String| Diagnosis::expected(what);
        match self {
            Self::NotPrime {
                which,
                found,
                factor,
            } => expected(format!("an odd prime as {which}")).found(match factor {
                Some(factor) => format!("{}, which {factor} divides", short(found)),
                None => short(found),
            }),
            Self::EqualPrimes { found } => {
                Diagnosis::expected("two different primes").found(format!("{} twice", short(found)))
            }
            Self::PrimesTooClose {
                expected_bits,
                found_bits,
            } => expected(format!("primes further apart than 2^{expected_bits}"))
                .found(format!("a distance of {found_bits} bits")),
            Self::Exponent { found, below } => expected(format!(
                "an odd public exponent from 3 and {}",
                exponents_below(below)
            ))
            .found(match found.bits() {
                bits @ 41.. => format!("a number of {bits} bits"),
                _ => found.to_string(),
            })
            .help(
                "The rsa crate and many other programs refuse others; \
                 keys have e = 65537 almost always.",
            ),
            Self::NotCoprime(why) => expected(format!(
                "a public exponent coprime to λ(n) = {}",
                short(&why.lambda)
            ))
            .found(format!("{}, which shares the factor {}", why.e, why.gcd))
            .help(format!("{} would do.", why.would_do)),
            Self::PrivateExponentTooSmall => {
                Diagnosis::expected("a private exponent that is large enough to be safe")
                    .found("a smaller one")
                    .help("Take other primes.")
            }
            Self::Size {
                least,
                greatest,
                found,
            } => {
                let diagnosis = expected(format!("a key of {least} to {greatest} bits"))
                    .found(format!("one of {found}"));
                if found > greatest {
                    diagnosis.help("Longer keys would only make the page slow.")
                } else {
                    diagnosis
                }
            }
            Self::OutOfRange { what, below, found } => {
                expected(format!("{what} as a number below n = {}", short(below)))
                    .found(short(found))
                    .help("Take a shorter message or a larger key.")
            }
            Self::Length {
                what,
                expected: length,
                found,
            } => expected(format!("{} as {what}", plural(*length))).found(plural(*found)),
            Self::MessageTooLong { most, found } => {
                expected(format!("a message of at most {}", plural(*most)))
                    .found(plural(*found))
                    .help(
                        "RSA encrypts short messages only. In practice it encrypts a key, \
                         and that key encrypts the message.",
                    )
            }
            Self::NoRoom { n } => expected(format!("a number below n = {n}, in decimal digits"))
                .found("text")
                .help(
                    "One letter is a number up to 255, which needs an n above 255. \
                     Take larger primes, such as 61 and 53, or write a number.",
                ),
            Self::KeyTooShort {
                scheme,
                expected: length,
                found,
            } => too_small(scheme, "bytes", *length as u64, *found as u64),
            Self::KeyTooFewBits {
                scheme,
                expected: length,
                found,
            } => too_small(scheme, "bits", *length, *found),
            Self::Der(diagnosis) => diagnosis.clone(),
            Self::Integer { which, flaw, at } => expected(format!("{which} as a positive INTEGER"))
                .found(flaw.to_string())
                .byte(*at)
                .help(match flaw {
                    Flaw::Negative { .. } => {
                        "The program that wrote it left out the 00 (X.690 §8.3.3); \
                             export the key again with another."
                    }
                    _ => "Export the key again from where it came.",
                }),
            Self::MorePrimes { found } => Diagnosis::expected("a private key with two primes")
                .found(format!("one of {found} (multi-prime RSA, RFC 8017 §3.2)"))
                .help(
                    "Only keys of two primes are handled here, as in certificates and almost \
                     everywhere. It cannot be turned into one: make a new key.",
                ),
            Self::OtherPublicKey => {
                Diagnosis::expected("a private key with its own public key beside it (RFC 5958 §2)")
                    .found("one that belongs to another private key")
                    .help("Find out which of the two you want, and export it again.")
            }
            Self::Inconsistent { rule } => {
                Diagnosis::expected("a key whose numbers belong together")
                    .found(format!("one for which {rule} does not hold"))
                    .help(
                        "The key is damaged or was put together wrongly; \
                     export it again from where it came.",
                    )
            }
            Self::Fault => Diagnosis::bug("the result does not lead back to where it came from"),
            Self::Power(error) => Diagnosis::bug(error.to_string()),
            Self::Search(error) => {
                Diagnosis::expected("primes that can be found").found(error.to_string())
            }
            Self::Crate(says) => Diagnosis::expected("an RSA key that the rsa crate accepts, too")
                .found(format!("one that it refuses: {says}")),
        }
    }
}

/// What an exponent must be below: what all keys have, or a number of the key.
fn exponents_below(below: &BigInt) -> String {
    if *below == BigInt::one() << EXPONENT_BITS {
        format!("below 2^{EXPONENT_BITS} ({below})")
    } else {
        format!("below {}", short(below))
    }
}

fn too_small(scheme: &str, unit: &str, least: u64, found: u64) -> Diagnosis {
    Diagnosis::expected(format!(
        "a key with a modulus of at least {least} {unit} for {scheme}"
    ))
    .found(format!("one of {found}"))
    .help("Take a larger key, or textbook RSA to play with small numbers.")
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.diagnosis().clause())
    }
}

impl std::error::Error for Error {}

impl From<search::Error> for Error {
    fn from(error: search::Error) -> Self {
        Self::Search(error)
    }
}

impl From<power::Error> for Error {
    fn from(error: power::Error) -> Self {
        Self::Power(error)
    }
}

impl From<rsa::Error> for Error {
    fn from(error: rsa::Error) -> Self {
        Self::Crate(error.to_string())
    }
}
