//! How the values of a trace travel: each once, however many steps show it.
//!
//! What is written within [`sending`] and read within [`receiving`] is one
//! message: the second time that a value comes in it, its number is written.
//! Outside of them a value is written as it is.

use super::value::Content;
use super::{Data, Value};
use crate::engine::dissect::Dissection;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What of a trace is taken along; whoever sends it decides.
pub trait Baggage {
    /// How a value travels that is the how-many-th of its message, from 0.
    fn load(&self, value: &Value, number: u32) -> Load;

    /// Whether a byte string travels with the step that shows it.
    fn carries(&self, bytes: &Dissection) -> bool;
}

/// How a value travels.
pub enum Load {
    /// All of it. Where it comes again it is the same one.
    Whole,
    /// All of it, but only here: where it comes again it is asked for anew.
    Once,
    /// This in the place of its data.
    Instead(Data),
}

/// A message as far as it is written.
struct Sending {
    baggage: Rc<dyn Baggage>,
    /// The values that it holds, with their numbers.
    values: HashMap<Value, u32>,
    /// How many were written.
    written: u32,
}

impl Sending {
    /// How a value is written now.
    fn next(&mut self, value: &Value) -> Written<Load> {
        if let Some(number) = self.values.get(value) {
            return Written::Again(*number);
        }
        let load = self.baggage.load(value, self.written);
        if !matches!(load, Load::Once) {
            self.values.insert(value.clone(), self.written);
        }
        self.written += 1;
        Written::Whole(load)
    }
}

thread_local! {
    static SENDING: RefCell<Option<Sending>> = const { RefCell::new(None) };
    static RECEIVED: RefCell<Option<Vec<Value>>> = const { RefCell::new(None) };
}

/// Writes a message.
pub fn sending<T>(baggage: Rc<dyn Baggage>, write: impl FnOnce() -> T) -> T {
    let outer = SENDING.replace(Some(Sending {
        baggage,
        values: HashMap::new(),
        written: 0,
    }));
    let written = write();
    SENDING.set(outer);
    written
}

/// Reads a message.
pub fn receiving<T>(read: impl FnOnce() -> T) -> T {
    let outer = RECEIVED.replace(Some(Vec::new()));
    let message = read();
    RECEIVED.set(outer);
    message
}

/// A value as it is written.
#[derive(Serialize, Deserialize)]
enum Written<C> {
    /// For the first time.
    Whole(C),
    /// The how-many-th of the message, from 0.
    Again(u32),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let next = SENDING.with_borrow_mut(|sending| {
            let sending = sending.as_mut();
            sending.map_or(Written::Whole(Load::Once), |sending| sending.next(self))
        });
        match next {
            Written::Again(number) => Written::<&Content>::Again(number).serialize(to),
            Written::Whole(Load::Whole | Load::Once) => Written::Whole(&**self).serialize(to),
            Written::Whole(Load::Instead(data)) => {
                let value = Value::new(self.symbol.clone(), data, self.known_to);
                let value = value.meaning(self.meaning.clone());
                Written::Whole(&*value).serialize(to)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Written::<Content>::deserialize(from)? {
            Written::Whole(content) => {
                let value = Self::from(content);
                RECEIVED.with_borrow_mut(|received| {
                    received.iter_mut().for_each(|all| all.push(value.clone()));
                });
                Ok(value)
            }
            Written::Again(number) => RECEIVED
                .with_borrow(|received| {
                    let all = received.as_ref()?;
                    all.get(usize::try_from(number).ok()?).cloned()
                })
                .ok_or_else(|| de::Error::custom("a value that has not come yet")),
        }
    }
}

/// Writes the byte strings of a step that travel with it.
///
/// # Errors
/// What the format says.
pub(super) fn carried<S: Serializer>(all: &[Rc<Dissection>], to: S) -> Result<S::Ok, S::Error> {
    let baggage = SENDING.with_borrow(|sending| {
        let sending = sending.as_ref();
        sending.map(|sending| sending.baggage.clone())
    });
    let is_carried = |bytes: &&Rc<Dissection>| {
        let baggage = baggage.as_ref();
        baggage.is_none_or(|baggage| baggage.carries(bytes))
    };
    ser::Serializer::collect_seq(to, all.iter().filter(is_carried).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::Knowers;

    /// Takes the first value along whole, and of others only the length where
    /// they are long.
    struct Light;

    impl Baggage for Light {
        fn load(&self, value: &Value, number: u32) -> Load {
            match &value.data {
                Data::Bytes(bytes) if bytes.len() > 8 => match number {
                    0 => Load::Once,
                    _ => Load::Instead(Data::Integer(bytes.len().into())),
                },
                _ => Load::Whole,
            }
        }

        fn carries(&self, _: &Dissection) -> bool {
            true
        }
    }

    fn sent(all: &Vec<Value>) -> Vec<u8> {
        sending(Rc::new(Light), || postcard::to_allocvec(all)).unwrap()
    }

    fn came(bytes: &[u8]) -> Result<Vec<Value>, postcard::Error> {
        receiving(|| postcard::from_bytes(bytes))
    }

    #[test]
    fn a_value_travels_once_and_comes_as_one() {
        let n = Value::public("n", 12_345);
        let other = Value::secret("n", 12_345);
        let all = vec![
            n.clone(),
            other.clone(),
            n.clone(),
            Value::public("n", 12_345),
        ];
        let bytes = sent(&all);
        assert!(bytes.len() < sent(&vec![n.clone(), other]).len() + 8);
        let back = came(&bytes).unwrap();
        assert_eq!(back, all);
        assert!(back[0].is(&back[2]) && back[0].is(&back[3]) && !back[0].is(&back[1]));
        // The next message begins anew.
        assert_eq!(came(&sent(&all)).unwrap(), all);
    }

    #[test]
    fn what_is_long_travels_as_the_sender_wants() {
        let long = Value::new("M", Data::Bytes(vec![1; 9]), Knowers::OWNER).meaning("message");
        let back = came(&sent(&vec![long.clone(); 3])).unwrap();
        assert_eq!(back[0], long);
        assert_eq!(back[1].data, Data::Integer(9.into()));
        assert_eq!((&*back[1].symbol, &*back[1].meaning), ("M", "message"));
        assert!(back[2].is(&back[1]));
        let whole = postcard::to_allocvec(&long).unwrap();
        assert_eq!(postcard::from_bytes::<Value>(&whole).unwrap(), long);
    }

    #[test]
    fn a_value_that_never_came_is_refused() {
        let bytes = sent(&vec![Value::public("n", 1); 2]);
        let mut damaged = bytes.clone();
        *damaged.last_mut().unwrap() = 7;
        assert!(came(&damaged).is_err());
        assert!(
            postcard::from_bytes::<Vec<Value>>(&bytes).is_err(),
            "out of its message"
        );
        assert!(came(&bytes).is_ok());
    }
}
