//! The wing of requests and certificates.

use padlock::{engine::number::search, link, units};

fn main() {
    link::serve(link::Skills {
        run: units::certificate,
        serve: units::service::certificate,
        begin: search::begin,
        powers: link::best_powers,
    });
}
