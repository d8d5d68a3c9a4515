//! A named value and who may see it.

use super::Text;
use num_bigint::{BigInt, Sign};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

/// Who may know a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Visibility {
    /// Anybody may know it: it travels in the open, or follows from what does.
    Public,
    /// Only its owner may know it; it never enters a link by itself.
    Secret,
}

/// What a value consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Data {
    /// A whole number of any size.
    Integer(#[serde(with = "integer")] BigInt),
    /// A string of bytes, in the order in which they are written down.
    Bytes(Vec<u8>),
    /// Readable text.
    Text(String),
}

/// A value as a step shows it: its symbol, its meaning and its content.
///
/// Secret bytes and text are wiped when the value is dropped. Big integers
/// cannot be: their type gives no access to its memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The field's own symbol, such as `n`, `d_p` or `IV`. An underscore
    /// starts a subscript.
    pub symbol: Text,
    /// What it is, in a few words; empty where the symbol says it all.
    pub meaning: Text,
    /// The content.
    pub data: Data,
    /// Who may know it.
    pub visibility: Visibility,
}

impl Value {
    /// A public integer.
    pub fn public(symbol: impl Into<Text>, integer: impl Into<BigInt>) -> Self {
        Self::new(symbol, Data::Integer(integer.into()), Visibility::Public)
    }

    /// A secret integer.
    pub fn secret(symbol: impl Into<Text>, integer: impl Into<BigInt>) -> Self {
        Self::new(symbol, Data::Integer(integer.into()), Visibility::Secret)
    }

    /// Public bytes.
    pub fn public_bytes(symbol: impl Into<Text>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(symbol, Data::Bytes(bytes.into()), Visibility::Public)
    }

    /// Secret bytes.
    pub fn secret_bytes(symbol: impl Into<Text>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(symbol, Data::Bytes(bytes.into()), Visibility::Secret)
    }

    /// A value of any kind.
    pub fn new(symbol: impl Into<Text>, data: Data, visibility: Visibility) -> Self {
        Self {
            symbol: symbol.into(),
            meaning: Text::Borrowed(""),
            data,
            visibility,
        }
    }

    /// The same value with its meaning in words.
    #[must_use]
    pub fn meaning(mut self, meaning: impl Into<Text>) -> Self {
        self.meaning = meaning.into();
        self
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        if self.visibility == Visibility::Secret {
            match &mut self.data {
                Data::Bytes(bytes) => bytes.zeroize(),
                Data::Text(text) => text.zeroize(),
                Data::Integer(_) => {}
            }
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
        ] {
            let sent = postcard::to_allocvec(&value).unwrap();
            assert_eq!(postcard::from_bytes::<Value>(&sent).unwrap(), value);
        }
    }
}
