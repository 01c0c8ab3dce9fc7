//! El reparto del ancho entre los carriles y la memoria.

use crate::picture::fit::width;
use crate::picture::story::Story;

/// Carriles que se dibujan en paralelo como mucho.
const MAX_LANES: usize = 4;
/// Lo menos que puede medir un carril.
const MIN_COLUMN: usize = 17;
/// Hueco entre columnas.
const GAP: usize = 2;
/// Margen izquierdo.
const MARGIN: usize = 1;

/// Dónde empieza y cuánto mide cada columna.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Dónde empieza cada carril.
    pub starts: Vec<usize>,
    /// Lo que mide cada uno, con su barra.
    pub lane: usize,
    /// Dónde empieza la memoria y cuánto mide, si tiene columna propia.
    pub memory: Option<(usize, usize)>,
}

impl Columns {
    /// El reparto para este plan; `None` si los carriles no caben en paralelo.
    pub fn choose(story: &Story, total: usize) -> Option<Self> {
        let lanes = story.lanes;
        if lanes == 0 || lanes > MAX_LANES {
            return None;
        }
        let share = |columns: usize| {
            (total - MARGIN)
                .checked_sub(GAP * (columns - 1))
                .map_or(0, |room| room / columns)
        };
        if story.shows_memory() && share(lanes + 1) >= MIN_COLUMN {
            let memory = wanted_memory(story).min(share(lanes + 1));
            let lane = (total - MARGIN - memory - GAP * lanes) / lanes;
            let starts = starts(lanes, lane);
            return Some(Self {
                memory: Some((MARGIN + lanes * (lane + GAP), memory)),
                lane,
                starts,
            });
        }
        let lane = share(lanes);
        (lane >= MIN_COLUMN).then(|| Self {
            starts: starts(lanes, lane),
            lane,
            memory: None,
        })
    }
}

fn starts(lanes: usize, lane: usize) -> Vec<usize> {
    (0..lanes)
        .map(|number| MARGIN + number * (lane + GAP))
        .collect()
}

/// Lo que ocuparía la memoria si le sobrara sitio.
fn wanted_memory(story: &Story) -> usize {
    let changes = story.rows.iter().flat_map(|row| &row.changes);
    changes
        .map(|change| {
            let place = change.place.as_ref().map_or(0, |place| width(place) + 2);
            place + width(&change.value)
        })
        .chain([width(MEMORY_TITLE)])
        .max()
        .unwrap_or(0)
}

/// El título de la columna de la memoria.
pub(super) const MEMORY_TITLE: &str = "memoria común";
