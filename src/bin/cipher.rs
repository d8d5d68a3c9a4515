//! The wing of Fernet.

use padlock::{link, units};

fn main() {
    link::serve(link::Skills::of(units::cipher));
}
