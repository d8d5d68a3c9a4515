//! The wing of connections.

use padlock::{link, units};

fn main() {
    link::serve(link::Skills::of(units::tls));
}
