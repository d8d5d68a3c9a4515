//! What comes of it where somebody on the wire meddles with a record.

use super::Cause;
use crate::engine::knowers::Actor;
use crate::engine::tls::connection::{Connection, Transmission};
use crate::engine::tls::wire::{HEADER, MESSAGE_HEADER, is_retry};
use std::ops::Range;

/// What became of a record on its way.
#[derive(Clone, Copy)]
enum Fate {
    Changed,
    Lost,
    Twice,
    Late,
}

/// Where the random bytes of a hello stand in its record, behind the version.
const RANDOM: Range<usize> = HEADER + MESSAGE_HEADER + 2..HEADER + MESSAGE_HEADER + 34;

/// How the connection ends for other clients: with nothing wrong where nobody meddles,
/// or where it does no harm. `None` where nobody asked them about the like.
pub(super) fn of(connection: &Connection) -> Option<Cause> {
    let records = &connection.records;
    let is_whole = |record: &Transmission| record.arrived == [record.bytes.clone()];
    let Some(at) = records.iter().position(|record| !is_whole(record)) else {
        return connection.is_complete().then_some(Cause::Nothing);
    };
    let (before, from_here) = records.split_at_checked(at)?;
    let (record, after) = from_here.split_first()?;
    let is_retried = |record: &Transmission| is_retry(record.bytes.get(HEADER..).unwrap_or(&[]));
    if records.iter().any(is_retried) {
        return None;
    }
    let fate = match record.arrived.as_slice() {
        [] if after.iter().any(|later| later.arrived.len() > 1) => Fate::Late,
        [] => Fate::Lost,
        [_] => Fate::Changed,
        _ => Fate::Twice,
    };
    let number = before.iter().filter(|one| one.from == record.from).count();
    consequence(record, number, fate)
}

/// What comes of it, by the number of the record among those of its sender: of the
/// server ServerHello, ChangeCipherSpec, the rest of its handshake, tickets, response
/// and farewell; of the client ClientHello, ChangeCipherSpec, Finished, request and
/// farewell.
fn consequence(record: &Transmission, number: usize, fate: Fate) -> Option<Cause> {
    use Actor::{Client, Server};
    use Fate::{Changed, Late, Lost, Twice};
    Some(match (record.from, number, fate) {
        (Client | Server, 0, Changed) => return in_random(record).then_some(Cause::GarbledHello),
        (Server, 0, Lost | Late) => Cause::Disorder,
        (Server, 0, Twice) => Cause::SecondHello,
        (Server, 1, Changed) => Cause::OddSignal,
        (Server, 1, Twice) => Cause::TwoSignals,
        (Server, 1, Late) => Cause::LateSignal,
        (Server, 2, Changed) => Cause::Garbled,
        (Server, 2, Lost | Late) | (Client, 0 | 3, Lost | Late) => Cause::Silence,
        (Server, 2, Twice) | (Server, 3, _) | (Server, 4, Changed | Lost | Late) => {
            Cause::GarbledLater
        }
        (Client, 1, Changed | Late) => Cause::ToldDisorder,
        (Client, 0, Twice) | (Client, 2, _) | (Client, 3, Changed | Twice) => Cause::Told,
        (Server, 4, Twice) | (Server, 5, Changed) => Cause::GarbledAfterwards,
        (Server, 5, Lost | Late) => Cause::NoFarewell,
        (Server | Client, 1, Lost) | (Client, 1, Twice) | (Server, 5, Twice) => Cause::Nothing,
        (Client, 4, Lost | Twice | Late) => Cause::Nothing,
        _ => return None,
    })
}

/// Whether nothing but the random bytes of a hello arrives changed.
fn in_random(record: &Transmission) -> bool {
    let arrived = record.arrived.first();
    let pairs = arrived.map(|arrived| arrived.iter().zip(&record.bytes).enumerate());
    pairs.is_some_and(|mut pairs| {
        pairs.all(|(at, (one, other))| one == other || RANDOM.contains(&at))
    })
}
