//! Los dibujos del resumen: SVG con atributos, sin estilos dentro de las etiquetas.

use maud::{Markup, html};
use num_traits::ToPrimitive;

use crate::assignment::{Assignment, Decimal, Exact, plain};

const WIDTH: usize = 640;
const HEIGHT: usize = 230;
/// Donde acaban las barras por abajo y por arriba.
const FLOOR: usize = 186;
const CEILING: usize = 34;
const MARGIN: usize = 16;

/// Un tramo de notas y cuánta gente hay en él.
struct Bin {
    from: Exact,
    to: Exact,
    count: usize,
}

/// Cómo se reparten las notas.
pub fn distribution(assignment: &Assignment, marks: &[Decimal]) -> Markup {
    let bins = bins(assignment, marks);
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1);
    let step = (WIDTH - 2 * MARGIN) / bins.len();
    let pass_x = {
        let part = assignment
            .scale
            .position(Decimal::rounded(&assignment.scale.pass, 4));
        let width = Exact::from_integer((step * bins.len()).into());
        (part * width).round().to_integer().to_usize().unwrap_or(0) + MARGIN
    };
    let words: Vec<String> = bins
        .iter()
        .map(|bin| {
            format!(
                "de {} a {}: {}",
                plain(&bin.from),
                plain(&bin.to),
                bin.count
            )
        })
        .collect();
    html! {
        figure class="grafica" {
            figcaption { "Cómo se reparten las notas" }
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(format!("Personas en cada tramo de nota. {}.", words.join("; "))) {
                line class="eje" x1=(MARGIN) x2=(WIDTH - MARGIN) y1=(FLOOR) y2=(FLOOR) {}
                @for (at, bin) in bins.iter().enumerate() {
                    @let height = (FLOOR - CEILING) * bin.count / most;
                    @let x = MARGIN + at * step;
                    @let passed = bin.from >= assignment.scale.pass;
                    rect class=(if passed { "barra aprobada" } else { "barra" }) x=(x + 4) y=(FLOOR - height) width=(step - 8) height=(height) {}
                    @if bin.count > 0 {
                        text class="cuenta" x=(x + step / 2) y=(FLOOR - height - 7) text-anchor="middle" { (bin.count) }
                    }
                    text class="tramo" x=(x) y=(FLOOR + 18) text-anchor="middle" { (plain(&bin.from)) }
                    @if at + 1 == bins.len() {
                        text class="tramo" x=(x + step) y=(FLOOR + 18) text-anchor="middle" { (plain(&bin.to)) }
                    }
                }
                line class="aprobado" x1=(pass_x) x2=(pass_x) y1=(CEILING - 18) y2=(FLOOR) {}
                text class="tramo" x=(pass_x) y=(FLOOR + 36) text-anchor="middle" { "▲ aprobado" }
            }
        }
    }
}

/// Diez tramos, o los que hagan falta para que midan 1 si la escala es corta.
fn bins(assignment: &Assignment, marks: &[Decimal]) -> Vec<Bin> {
    let scale = &assignment.scale;
    let span = &scale.max - &scale.min;
    let whole = span
        .is_integer()
        .then(|| span.to_integer().to_usize())
        .flatten();
    let count = whole
        .filter(|&units| (4..=12).contains(&units))
        .unwrap_or(10);
    let width = &span / Exact::from_integer(count.into());
    let edge = |at: usize| &scale.min + &width * Exact::from_integer(at.into());
    (0..count)
        .map(|at| {
            let (from, to, last) = (edge(at), edge(at + 1), at + 1 == count);
            let inside = |mark: &&Decimal| {
                let mark = mark.exact();
                mark >= from && (mark < to || last)
            };
            let count = marks.iter().filter(inside).count();
            Bin { from, to, count }
        })
        .collect()
}

/// Una barra horizontal: `part` de `whole`.
pub fn bar(part: usize, whole: usize) -> Markup {
    let filled = (part * 100).checked_div(whole).unwrap_or(0);
    html! {
        svg class="medidor" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            rect class="fondo" width="100" height="10" {}
            rect class="lleno" width=(filled) height="10" {}
        }
    }
}
