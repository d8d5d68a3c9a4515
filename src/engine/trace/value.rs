//! A named value and who may see it.

use crate::engine::bulk;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use num_bigint::{BigInt, Sign};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

/// What a value consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ends {
    /// Its beginning.
    pub head: Data,
    /// Its end.
    pub tail: Data,
    /// How long it is in all: in bytes, or in characters where it is text.
    pub length: u32,
}

/// What is longer, in bytes, does not travel as a whole within a trace: the
/// same message stands in ten of its values.
const LONG: usize = 16 * 1024;

/// How much of each end of it travels.
const END: usize = 512;

impl Data {
    /// Its ends, where it is long.
    fn ends(&self) -> Option<Self> {
        let (head, tail, length) = match self {
            Self::Bytes(bytes) if bytes.len() > LONG => {
                let tail = bytes.get(bytes.len() - END..)?.to_vec();
                (
                    Self::Bytes(bytes.get(..END)?.to_vec()),
                    Self::Bytes(tail),
                    bytes.len(),
                )
            }
            Self::Text(text) if text.len() > LONG => {
                let head = text.floor_char_boundary(END);
                let tail = text.ceil_char_boundary(text.len() - END);
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

fn only_ends<S: Serializer>(data: &Data, to: S) -> Result<S::Ok, S::Error> {
    data.ends().as_ref().unwrap_or(data).serialize(to)
}

/// Values that travel whole, however long: a run's results.
pub mod whole {
    use super::{Data, Deserialize, Deserializer, Knowers, Serialize, Serializer, Text, Value};

    /// What a value is written as, in the order of its fields.
    type Parts<'a> = (&'a Text, &'a Text, &'a Data, &'a Knowers);

    /// Writes the values as they are.
    ///
    /// # Errors
    /// What the format says.
    pub fn serialize<S: Serializer>(values: &[Value], to: S) -> Result<S::Ok, S::Error> {
        let all: Vec<Parts<'_>> = values
            .iter()
            .map(|value| (&value.symbol, &value.meaning, &value.data, &value.known_to))
            .collect();
        all.serialize(to)
    }

    /// Reads the values.
    ///
    /// # Errors
    /// What the format says.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Value>, D::Error> {
        Vec::deserialize(from)
    }
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
    #[serde(serialize_with = "only_ends")]
    pub data: Data,
    /// Who may know it.
    pub known_to: Knowers,
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
        Self {
            symbol: symbol.into(),
            meaning: Text::Borrowed(""),
            data,
            known_to,
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
            Value::public_bytes("m", vec![5; LONG]),
        ] {
            let sent = postcard::to_allocvec(&value).unwrap();
            assert_eq!(postcard::from_bytes::<Value>(&sent).unwrap(), value);
        }
    }

    #[test]
    fn of_a_long_value_the_ends_travel() {
        let long = Value::new("M", Data::Text("ä".repeat(LONG)), Knowers::OWNER);
        let sent = postcard::to_allocvec(&long).unwrap();
        assert!(sent.len() < 2 * END + 64, "{}", sent.len());
        let Data::Ends(ends) = postcard::from_bytes::<Value>(&sent).unwrap().data.clone() else {
            panic!("all of it travelled");
        };
        assert_eq!(ends.head, Data::Text("ä".repeat(END / 2)));
        assert_eq!(ends.length as usize, LONG);
        let bytes = Value::public_bytes("c", vec![9; LONG + 1]);
        let sent = postcard::to_allocvec(&bytes).unwrap();
        assert!(sent.len() < 2 * END + 64, "{}", sent.len());
    }

    #[test]
    fn results_travel_whole() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Results(#[serde(with = "whole")] Vec<Value>);
        let results = Results(vec![Value::public_bytes("c", vec![9; 3 * LONG])]);
        let sent = postcard::to_allocvec(&results).unwrap();
        assert_eq!(postcard::from_bytes::<Results>(&sent).unwrap(), results);
    }
}
