//! A named value and who may see it.

use crate::engine::bulk;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use num_bigint::{BigInt, Sign};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;
use zeroize::Zeroize;

/// What a value consists of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Data {
    /// A whole number of any size.
    Integer(#[serde(with = "integer")] BigInt),
    /// A string of bytes, in the order in which they are written down.
    Bytes(#[serde(with = "bulk")] Vec<u8>),
    /// Readable text.
    Text(String),
    /// The ends of bytes or text that are too long to be carried along.
    Ends(Box<Ends>),
    /// Nothing: who looks cannot know it.
    Withheld,
}

/// How much of something long is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ends {
    /// Its beginning.
    pub head: Data,
    /// Its end.
    pub tail: Data,
    /// How long it is in all: in bytes, or in characters where it is text.
    pub length: u32,
}

impl Data {
    /// So many bytes of each of its ends, where it is longer than both.
    #[must_use]
    pub fn ends(&self, each: usize) -> Option<Self> {
        let (head, tail, length) = match self {
            Self::Bytes(bytes) if bytes.len() > 2 * each => {
                let tail = bytes.get(bytes.len() - each..)?.to_vec();
                (
                    Self::Bytes(bytes.get(..each)?.to_vec()),
                    Self::Bytes(tail),
                    bytes.len(),
                )
            }
            Self::Text(text) if text.len() > 2 * each => {
                let head = text.floor_char_boundary(each);
                let tail = text.ceil_char_boundary(text.len() - each);
                (
                    Self::Text(text.get(..head)?.to_owned()),
                    Self::Text(text.get(tail..)?.to_owned()),
                    text.chars().count(),
                )
            }
            _ => return None,
        };
        Some(Self::Ends(Box::new(Ends {
            head,
            tail,
            length: u32::try_from(length).unwrap_or(u32::MAX),
        })))
    }

    fn wipe(&mut self) {
        match self {
            Self::Bytes(bytes) => bytes.zeroize(),
            Self::Text(text) => text.zeroize(),
            Self::Ends(ends) => {
                ends.head.wipe();
                ends.tail.wipe();
            }
            Self::Integer(_) | Self::Withheld => {}
        }
    }
}

/// A value as a step shows it: its symbol, its meaning and its content. Clones
/// are the same value ([`Value::is`]); two that are made apart are two, though
/// they be equal.
#[derive(Clone, Debug)]
pub struct Value(Arc<Content>);

/// What a [`Value`] is.
///
/// Secret bytes and text are wiped when the last clone is dropped. Big integers
/// cannot be: their type gives no access to its memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Content {
    /// The field's own symbol, such as `n`, `d_p` or `IV`. An underscore
    /// starts a subscript.
    pub symbol: Text,
    /// What it is, in a few words; empty where the symbol says it all.
    pub meaning: Text,
    /// The content.
    pub data: Data,
    /// Who may know it.
    pub known_to: Knowers,
}

impl Deref for Value {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.0
    }
}

impl From<Content> for Value {
    fn from(content: Content) -> Self {
        Self(Arc::new(content))
    }
}

impl PartialEq for Value {
    /// Whether they are equal; they may be two all the same.
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || self.0 == other.0
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Value {
    /// A public integer.
    pub fn public(symbol: impl Into<Text>, integer: impl Into<BigInt>) -> Self {
        Self::new(symbol, Data::Integer(integer.into()), Knowers::EVERYBODY)
    }

    /// A secret integer.
    pub fn secret(symbol: impl Into<Text>, integer: impl Into<BigInt>) -> Self {
        Self::new(symbol, Data::Integer(integer.into()), Knowers::OWNER)
    }

    /// Public bytes.
    pub fn public_bytes(symbol: impl Into<Text>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(symbol, Data::Bytes(bytes.into()), Knowers::EVERYBODY)
    }

    /// Secret bytes.
    pub fn secret_bytes(symbol: impl Into<Text>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(symbol, Data::Bytes(bytes.into()), Knowers::OWNER)
    }

    /// A value of any kind.
    pub fn new(symbol: impl Into<Text>, data: Data, known_to: Knowers) -> Self {
        Self::from(Content {
            symbol: symbol.into(),
            meaning: Text::Borrowed(""),
            data,
            known_to,
        })
    }

    /// Whether the two are one value.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The same value with its meaning in words.
    #[must_use]
    pub fn meaning(mut self, meaning: impl Into<Text>) -> Self {
        Arc::make_mut(&mut self.0).meaning = meaning.into();
        self
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        if self.known_to.is_secret() {
            self.data.wipe();
        }
    }
}

/// Integers travel as a sign and big-endian bytes.
mod integer {
    use super::{BigInt, Deserialize, Deserializer, Serialize, Serializer, Sign};

    pub(super) fn serialize<S: Serializer>(value: &BigInt, to: S) -> Result<S::Ok, S::Error> {
        let (sign, bytes) = value.to_bytes_be();
        (sign == Sign::Minus, bytes).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BigInt, D::Error> {
        let (negative, bytes) = <(bool, Vec<u8>)>::deserialize(from)?;
        let sign = if negative { Sign::Minus } else { Sign::Plus };
        Ok(BigInt::from_bytes_be(sign, &bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_the_way_to_the_page() {
        for value in [
            Value::public("n", -12_345),
            Value::secret("p", 0),
            Value::secret_bytes("k", [1, 2, 3]),
            Value::public_bytes("m", vec![5; 70_000]),
        ] {
            let sent = postcard::to_allocvec(&value).unwrap();
            assert_eq!(postcard::from_bytes::<Value>(&sent).unwrap(), value);
        }
    }

    #[test]
    fn a_long_value_has_two_ends() {
        let Some(Data::Ends(ends)) = Data::Text("ä".repeat(100)).ends(9) else {
            panic!("it is long");
        };
        assert_eq!(ends.head, Data::Text("ä".repeat(4)), "whole letters");
        assert_eq!((ends.tail, ends.length), (Data::Text("ä".repeat(4)), 100));
        assert_eq!(Data::Bytes(vec![9; 18]).ends(9), None);
        assert_eq!(Data::Integer(9.into()).ends(0), None);
    }

    #[test]
    fn clones_are_one_value_and_equals_are_two() {
        let (one, other) = (Value::public("n", 55), Value::public("n", 55));
        assert!(one.is(&one.clone()) && !one.is(&other));
        assert_eq!(one, other);
        let named = one.clone().meaning("modulus");
        assert!(
            !named.is(&one) && one.meaning.is_empty(),
            "and leaves it as it is"
        );
    }
}
