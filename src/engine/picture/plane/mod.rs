//! A product as a rectangle on a plane, whose edges a hand can move.

mod draw;

pub(super) use draw::plane;

use crate::engine::knowers::Knowers;
use crate::engine::small_primes::SMALL_PRIMES;
use crate::engine::text::Text;
use num_bigint::BigInt;
use num_integer::Integer;

/// How many units a plane is wide and high: the smallest with room is taken.
const SIZES: [[u32; 2]; 4] = [[20, 12], [30, 18], [60, 36], [110, 66]];

/// A rectangle of two primes in a corner of a plane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plane {
    /// How many units it is wide and high.
    pub size: [u32; 2],
    /// The edge across and the edge down.
    pub edges: [Edge; 2],
}

/// An edge, and what else it could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// What it is called; the input that sets it has this id.
    pub name: Text,
    /// How long it is.
    pub length: u32,
    /// Who may know it.
    pub known_to: Knowers,
    /// The odd primes on the plane that make a key with the other edge and the
    /// exponent, in order, and its own length among them.
    pub stops: Vec<u32>,
}

impl Plane {
    /// The plane of p and q, which are at least 2; `None` where they are too
    /// long for it.
    pub(super) fn of(p: &BigInt, q: &BigInt, e: &BigInt) -> Option<Self> {
        let [p, q] =
            [("p", p), ("q", q)].map(|(name, edge)| Some((name, u32::try_from(edge).ok()?)));
        let (p, q) = (p?, q?);
        let ways = [[q, p], [p, q]];
        let fits = |size: &[u32; 2]| {
            let mut ways = ways.into_iter();
            ways.find(|edges| edges.iter().zip(size).all(|((_, edge), most)| edge <= most))
        };
        let (size, edges) = SIZES.iter().find_map(|size| Some((*size, fits(size)?)))?;
        let [across, down] = edges;
        let edge = |(name, length): (&'static str, u32), (_, other): (_, u32), most: u32| Edge {
            name: name.into(),
            length,
            known_to: Knowers::OWNER,
            stops: stops(length, other, most, e),
        };
        Some(Self {
            size,
            edges: [edge(across, down, size[0]), edge(down, across, size[1])],
        })
    }
}

/// The lengths that an edge can have beside another.
fn stops(own: u32, other: u32, most: u32, e: &BigInt) -> Vec<u32> {
    let makes_a_key = |prime: u32| {
        let before = BigInt::from(prime - 1);
        prime != other && before.gcd(e) == BigInt::from(1)
    };
    let odd = SMALL_PRIMES.iter().copied().skip(1);
    let all = odd.take_while(|prime| *prime <= most.max(own));
    let mut stops: Vec<u32> = all
        .filter(|prime| makes_a_key(*prime) || *prime == own)
        .collect();
    if !stops.contains(&own) {
        stops.push(own);
        stops.sort_unstable();
    }
    stops
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    fn of(p: u64, q: u64, e: u64) -> Option<Plane> {
        Plane::of(&p.into(), &q.into(), &e.into())
    }

    #[test]
    fn an_edge_can_have_the_lengths_that_make_a_key() {
        // 7, 13 and 19 are one more than a multiple of 3, and the other is taken.
        let plane = of(5, 11, 3).unwrap();
        assert_eq!(plane.size, [20, 12]);
        let [across, down] = &plane.edges;
        assert_eq!((&*across.name, across.length), ("q", 11));
        assert_eq!(across.stops, [3, 11, 17]);
        assert_eq!((&*down.name, down.length), ("p", 5));
        assert_eq!(down.stops, [3, 5]);
        // What makes no key is still where it is.
        assert!(of(7, 11, 3).unwrap().edges[1].stops.contains(&7));
    }

    #[test]
    fn the_plane_is_as_large_as_it_must_be() {
        assert_eq!(of(53, 61, 17).unwrap().size, [110, 66]);
        let turned = of(29, 17, 5).unwrap();
        assert_eq!((turned.size, &*turned.edges[0].name), ([30, 18], "p"));
        assert_eq!(of(11, 17, 3).unwrap().edges[1].stops, [3, 5, 11]);
        assert_eq!(of(29, 31, 7).unwrap().size, [60, 36]);
        assert_eq!(of(5, 113, 3), None);
        assert_eq!(of(1 << 40, 5, 3), None);
    }
}
