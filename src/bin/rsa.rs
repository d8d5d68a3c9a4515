//! The wing of RSA.

use padlock::{engine::number::search, link, units};

fn main() {
    link::serve(link::Skills {
        run: units::rsa,
        serve: units::service::rsa,
        begin: search::begin,
        powers: link::best_powers,
    });
}
