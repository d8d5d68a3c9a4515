//! What somebody on the wire does to the records that pass.

/// What is done to the record with this number, from 0, in the order in which
/// they are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interference {
    /// Nothing: who listens only reads.
    #[default]
    Nothing,
    /// One of its bits arrives flipped; counted from the first bit behind the
    /// header, and again from there where the record is shorter.
    Flip {
        /// Which record.
        record: usize,
        /// Which bit.
        bit: usize,
    },
    /// It does not arrive.
    Drop {
        /// Which record.
        record: usize,
    },
    /// It arrives twice.
    Replay {
        /// Which record.
        record: usize,
    },
    /// It arrives after the one behind it.
    Swap {
        /// Which record.
        record: usize,
    },
}

impl Interference {
    /// What arrives where this record is sent. What is held back waits in `held`.
    #[must_use]
    pub fn arrives(self, number: usize, sent: &[u8], held: &mut Option<Vec<u8>>) -> Vec<Vec<u8>> {
        let whole = sent.to_vec();
        match self {
            Self::Flip { record, bit } if record == number => vec![flipped(whole, bit)],
            Self::Drop { record } if record == number => Vec::new(),
            Self::Replay { record } if record == number => vec![whole.clone(), whole],
            Self::Swap { record } if record == number => {
                *held = Some(whole);
                Vec::new()
            }
            _ => [Some(whole), held.take()].into_iter().flatten().collect(),
        }
    }
}

fn flipped(mut record: Vec<u8>, bit: usize) -> Vec<u8> {
    let body = record.get_mut(super::HEADER..).unwrap_or_default();
    let at = (bit / 8).checked_rem(body.len()).unwrap_or(0);
    if let Some(byte) = body.get_mut(at) {
        *byte ^= 0x80 >> (bit % 8);
    }
    record
}
