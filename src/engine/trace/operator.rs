//! The operators: a row for each, which says all that an operator is.

use super::eval::{Arguments, EvalError, Evaluation, bytes, cryptography, integers, rounds, words};
use super::{Expr, Hash};
use serde::{Deserialize, Serialize};

/// What an operator is, but for how it is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// How many arguments it has.
    pub arity: Arity,
    /// How it is written.
    pub notation: Notation,
    /// The picture of what it makes.
    pub look: Look,
    /// How many of its arguments go into what it makes; those behind them only say
    /// how much of it, or from where.
    pub feeding: usize,
    /// Which of its arguments says how many bytes it makes.
    pub length: Option<usize>,
    /// What is done where what it makes is given and an argument comes out, in a
    /// word or two; empty where it cannot be undone.
    pub undone: &'static str,
}

/// How many arguments an operator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// So many.
    Exactly(usize),
    /// So many or more.
    AtLeast(usize),
}

/// How an operator is written. What binds less tightly than its place asks stands
/// in brackets; the tightest is 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `a + b`: the sign, how tightly the whole binds, and how tightly the first
    /// argument and those behind it have to.
    Infix(&'static str, u8, [u8; 2]),
    /// `¬a`.
    Prefix(&'static str),
    /// `f(a, b)`.
    Function(&'static str),
    /// `fⁿ(a)`, of the arguments a and n.
    Iterated(&'static str),
    /// `a mod n`.
    Modulo,
    /// `aᵇ`.
    Power,
    /// `aᵇ mod n`.
    PowerModulo,
    /// `a⁻¹ mod n`.
    InverseModulo,
    /// `⌊a / b⌋`.
    Quotient,
    /// `|a|`.
    Absolute,
    /// `a[from..to]`.
    Slice,
    /// `36 × 64`: a byte, and how often it stands there.
    Repeat,
}

/// The picture of what an operator makes, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A byte string and its parts.
    Bar,
    /// A byte string of which a part is taken out.
    Cut,
    /// Byte strings under each other.
    Lanes,
    /// A way along the bits of an exponent.
    Track,
    /// A ring.
    Ring,
    /// Lengths beside each other.
    Scale,
    /// A box between what goes in and what comes out.
    Machine,
}

/// A row without more to say: all arguments go in, and none comes back.
const fn row(arity: Arity, notation: Notation, look: Look) -> Traits {
    Traits {
        arity,
        notation,
        look,
        feeding: usize::MAX,
        length: None,
        undone: "",
    }
}

/// A function of so many arguments, as a box.
const fn function(arity: usize, name: &'static str) -> Traits {
    row(Exactly(arity), Notation::Function(name), Look::Machine)
}

/// A sign between arguments, one or more.
const fn infix(sign: &'static str, binds: u8, asks: [u8; 2], look: Look) -> Traits {
    row(AtLeast(1), Notation::Infix(sign, binds, asks), look)
}

impl Traits {
    /// With so many arguments that go into what it makes.
    const fn fed_by(self, feeding: usize) -> Self {
        Self { feeding, ..self }
    }

    /// With an argument, behind those that go in, that says how many bytes come out.
    const fn measured_by(self, length: usize) -> Self {
        Self {
            feeding: length,
            length: Some(length),
            ..self
        }
    }

    /// With what is done where it is undone.
    const fn undone(self, undone: &'static str) -> Self {
        Self { undone, ..self }
    }

    /// With so many arguments.
    const fn of(self, arity: usize) -> Self {
        Self {
            arity: Exactly(arity),
            ..self
        }
    }
}

impl Notation {
    /// How tightly what is written so binds.
    #[must_use]
    pub fn binding(self) -> u8 {
        match self {
            Self::Infix(_, binding, _) => binding,
            Self::Modulo | Self::PowerModulo => 0,
            Self::Power | Self::InverseModulo => 3,
            _ => 5,
        }
    }

    /// Its sign or its name, for a box.
    #[must_use]
    pub fn sign(self) -> Option<&'static str> {
        Some(match self {
            Self::Infix(sign, ..)
            | Self::Prefix(sign)
            | Self::Function(sign)
            | Self::Iterated(sign) => sign,
            Self::Slice => "[…]",
            _ => return None,
        })
    }

    /// What is done, in a sign or a word.
    #[must_use]
    pub fn work(self) -> &'static str {
        match self {
            Self::Infix(sign, ..)
            | Self::Prefix(sign)
            | Self::Function(sign)
            | Self::Iterated(sign) => sign,
            Self::Modulo => "mod",
            Self::Power => "power",
            Self::PowerModulo => "power mod",
            Self::InverseModulo => "inverse",
            Self::Quotient => "÷",
            Self::Absolute => "| |",
            Self::Slice => "cut",
            Self::Repeat => "repeat",
        }
    }
}

/// The hash of an operator that has one; written for the name that it is bound to.
macro_rules! hash {
    ($name:ident) => {
        Hash
    };
}

/// The constructor of an operator, where it has one of its own.
macro_rules! constructor {
    ({ $($doc:tt)* } $name:ident) => {};
    ({ $($doc:tt)* } $name:ident [$constructor:ident($($argument:ident),+)]) => {
        $($doc)*
        #[must_use]
        pub fn $constructor($($argument: impl Into<Expr>),+) -> Self {
            Self::Apply(Operator::$name, vec![$($argument.into()),+])
        }
    };
    ({ $($doc:tt)* } $name:ident ($hash:ident) [$constructor:ident($($argument:ident),+)]) => {
        $($doc)*
        #[must_use]
        pub fn $constructor($hash: Hash, $($argument: impl Into<Expr>),+) -> Self {
            Self::Apply(Operator::$name($hash), vec![$($argument.into()),+])
        }
    };
}

/// A row: what the operator is, its constructor, its traits, and what evaluates it.
macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident $(($hash:ident))? $([$($constructor:tt)+])? = $traits:expr, $evaluate:path;)+) => {
        /// What an expression does with its arguments.
        ///
        /// Integers and bytes are kept apart: `OS2IP` and `I2OSP` lead from one to
        /// the other, as in RFC 8017 §4. A word is a byte string of four.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Operator {
            $($(#[$doc])* $name $((hash!($hash)))?,)+
        }

        impl Operator {
            /// What it is.
            #[must_use]
            pub fn traits(self) -> Traits {
                match self {
                    $(Self::$name $(($hash))? => $traits,)+
                }
            }

            /// Applies it to arguments, of the number that it has.
            pub(super) fn apply(self, arguments: &mut Arguments) -> Result<Evaluation, EvalError> {
                match self {
                    $(Self::$name $(($hash))? => $evaluate($($hash,)? arguments),)+
                }
            }
        }

        impl Expr {
            $(constructor!({ $(#[$doc])* } $name $(($hash))? $([$($constructor)+])?);)+
        }
    };
}

use Arity::{AtLeast, Exactly};
use Look::{Bar, Cut, Lanes, Machine, Ring, Scale, Track};
use Notation::{
    Absolute, InverseModulo, Iterated, Modulo, Power, PowerModulo, Prefix, Quotient, Repeat, Slice,
};

operators! {
    /// `a + b + …`, at least one.
    Sum [sum(a, b)] = infix("+", 1, [1, 1], Scale), integers::sum;
    /// `a − b`.
    Difference [difference(a, b)] = infix("−", 1, [1, 2], Scale).of(2), integers::difference;
    /// `a · b · …`, at least one.
    Product [product(a, b)] = infix("·", 2, [2, 2], Scale), integers::product;
    /// `⌊a / b⌋`, b not zero.
    Quotient [quotient(a, b)] = row(Exactly(2), Quotient, Scale), integers::quotient;
    /// `a mod n` in `0..n`, n positive.
    Remainder [remainder(a, n)] = row(Exactly(2), Modulo, Ring), integers::remainder;
    /// `a` to the power `b`, b from 0 to 4096.
    Power [power(a, b)] = row(Exactly(2), Power, Scale), integers::power;
    /// `a` to the power `b`, modulo `n`: b not negative, n positive.
    PowerMod [power_mod(a, b, n)] = row(Exactly(3), PowerModulo, Track), integers::power_mod;
    /// The inverse of `a` modulo `n`, in `1..n`.
    Inverse [inverse(a, n)] = row(Exactly(2), InverseModulo, Ring), integers::inverse;
    /// The greatest common divisor of `a` and `b`.
    Gcd [gcd(a, b)] = row(Exactly(2), Notation::Function("gcd"), Scale), integers::gcd;
    /// The least common multiple of `a` and `b`.
    Lcm [lcm(a, b)] = row(Exactly(2), Notation::Function("lcm"), Scale), integers::lcm;
    /// `|a|`.
    Absolute [absolute(a)] = row(Exactly(1), Absolute, Scale), integers::absolute;
    /// The number of bits of `a`, without leading zeros.
    BitLength [bit_length(a)] = row(Exactly(1), Notation::Function("bits"), Scale).fed_by(0), integers::bit_length;

    /// Bytes to a big-endian integer (RFC 8017 §4.2).
    Os2ip [os2ip(bytes)] = function(1, "OS2IP").undone("I2OSP"), bytes::os2ip;
    /// An integer to big-endian bytes: arguments integer and length in bytes
    /// (RFC 8017 §4.1).
    I2osp [i2osp(integer, length)] = function(2, "I2OSP").measured_by(1).undone("OS2IP"), bytes::i2osp;
    /// `a ‖ b ‖ …`: byte strings one after the other.
    Concat = row(AtLeast(0), Notation::Infix("‖", 1, [2, 2]), Bar).undone("cut"), bytes::concat;
    /// The length of a byte string in bytes.
    Length [length(bytes)] = function(1, "len").fed_by(0), bytes::length;
    /// Bytes `from..to` of a byte string: arguments bytes, from, to.
    Slice [slice(bytes, from, to)] = row(Exactly(3), Slice, Cut).fed_by(1), bytes::slice;
    /// One byte repeated: arguments the byte's value and the count.
    Repeat [repeat(byte, count)] = row(Exactly(2), Repeat, Machine).measured_by(1), bytes::repeat;
    /// Bytes to text in base64url with padding (RFC 4648 §5).
    Base64Url [base64_url(bytes)] = function(1, "base64url").undone("read base64url"), bytes::base64_url;

    /// `a ⊕ b`: two byte strings of the same length.
    Xor [xor(a, b)] = infix("⊕", 1, [2, 2], Lanes).of(2), words::xor;
    /// `a ∧ b`: a bit is 1 where it is in both of two byte strings of the same length.
    And [and(a, b)] = infix("∧", 1, [2, 2], Lanes).of(2), words::and;
    /// `¬a`: each bit of a byte string turned over.
    Not [not(a)] = row(Exactly(1), Prefix("¬"), Machine), words::not;
    /// `a ⊞ b ⊞ …`: words, added modulo 2³² (FIPS 180-4 §2.2.1 and 3.2).
    WordSum [word_sum(a, b)] = infix("⊞", 1, [1, 1], Machine), words::sum;
    /// A word rotated to the right: arguments word and number of bits, below 32
    /// (FIPS 180-4 §3.2).
    RotateRight [rotate_right(word, bits)] = row(Exactly(2), Iterated("ROTR"), Machine).fed_by(1), words::rotate_right;
    /// A word shifted to the right, zeros coming in: arguments word and number of
    /// bits, below 32 (FIPS 180-4 §3.2).
    ShiftRight [shift_right(word, bits)] = row(Exactly(2), Iterated("SHR"), Machine).fed_by(1), words::shift_right;
    /// `a • b`: two bytes as polynomials over GF(2), multiplied modulo
    /// x⁸ + x⁴ + x³ + x + 1 (FIPS 197 §4.2).
    ByteProduct [byte_product(a, b)] = infix("•", 2, [3, 3], Machine).of(2), words::byte_product;
    /// `a • b`: two blocks of 16 bytes as polynomials over GF(2), the bit of the
    /// highest place first, multiplied modulo x¹²⁸ + x⁷ + x² + x + 1
    /// (SP 800-38D §6.3).
    BlockProduct [block_product(a, b)] = infix("•", 2, [3, 3], Machine).of(2), cryptography::block_product;

    /// A hash of a byte string.
    Digest(hash) [digest(bytes)] = function(1, hash.name()), cryptography::digest;
    /// HMAC with a hash: arguments key and message (RFC 2104).
    Hmac(hash) [hmac(key, message)] = function(2, hash.name_of_hmac()), cryptography::hmac;
    /// MGF1 with a hash: arguments seed and length in bytes (RFC 8017 §B.2.1).
    Mgf1(hash) [mgf1(seed, length)] = function(2, hash.name_of_mgf1()).measured_by(1), cryptography::mgf1;
    /// HKDF-Extract with a hash: arguments salt and keying material (RFC 5869 §2.2).
    HkdfExtract(hash) [hkdf_extract(salt, material)] = function(2, hash.name_of_extract()), cryptography::hkdf_extract;
    /// HKDF-Expand with a hash: arguments pseudorandom key, info and length in bytes
    /// (RFC 5869 §2.3).
    HkdfExpand(hash) [hkdf_expand(key, info, length)] = function(3, hash.name_of_expand()).measured_by(2), cryptography::hkdf_expand;
    /// One block through AES-128: arguments key and block, 16 bytes each
    /// (FIPS 197).
    AesEncrypt [aes_encrypt(key, block)] = function(2, "AES-128"), cryptography::aes_encrypt;
    /// One block back through AES-128: arguments key and block.
    AesDecrypt [aes_decrypt(key, block)] = function(2, "AES-128⁻¹"), cryptography::aes_decrypt;
    /// One block through AES-256: arguments key, 32 bytes, and block, 16 (FIPS 197).
    Aes256Encrypt [aes_256_encrypt(key, block)] = function(2, "AES-256"), cryptography::aes_256_encrypt;
    /// One block back through AES-256: arguments key and block.
    Aes256Decrypt [aes_256_decrypt(key, block)] = function(2, "AES-256⁻¹"), cryptography::aes_256_decrypt;
    /// Each byte of a string through the S-box (FIPS 197 §5.1.1).
    SubBytes [sub_bytes(bytes)] = function(1, "SubBytes"), rounds::sub_bytes;
    /// Each byte back through the S-box (FIPS 197 §5.3.2).
    InvSubBytes [inv_sub_bytes(bytes)] = function(1, "InvSubBytes"), rounds::inv_sub_bytes;
    /// The rows of a state of AES, each by its place to the left (FIPS 197 §5.1.2).
    ShiftRows [shift_rows(state)] = function(1, "ShiftRows"), rounds::shift_rows;
    /// The rows of a state, each by its place to the right (FIPS 197 §5.3.1).
    InvShiftRows [inv_shift_rows(state)] = function(1, "InvShiftRows"), rounds::inv_shift_rows;
    /// The columns of a state, each times a matrix (FIPS 197 §5.1.3).
    MixColumns [mix_columns(state)] = function(1, "MixColumns"), rounds::mix_columns;
    /// The columns of a state, each times the inverse of that matrix (FIPS 197 §5.3.3).
    InvMixColumns [inv_mix_columns(state)] = function(1, "InvMixColumns"), rounds::inv_mix_columns;
    /// The affine map behind the inverse in the S-box, of a byte (FIPS 197 §5.1.1).
    Affine [affine(byte)] = function(1, "affine"), rounds::affine;
}
