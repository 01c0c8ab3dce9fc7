//! Cómo va el curso: en qué punto está cada paso y cuál toca.

use std::path::Path;

use anyhow::Result;
use castellano::plural;

use super::{Mark, Progress};
use crate::grade::{Status, sources};
use crate::step::Step;
use crate::terminal::Page;

/// En qué punto está cada paso.
#[derive(Debug)]
pub struct Standing(Vec<(Step, Place)>);

/// En qué punto está un paso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// El archivo sigue como vino.
    Untouched,
    /// Hay algo escrito que no se ha corregido nunca.
    Ungraded,
    /// Corregido.
    Graded {
        /// Su última nota.
        mark: Mark,
        /// Si lo escrito ha cambiado desde entonces.
        stale: bool,
    },
}

impl Standing {
    /// Cómo va el curso de `root`.
    ///
    /// # Errores
    /// Si no se puede leer lo guardado.
    pub fn of(root: &Path, steps: &[Step]) -> Result<Self> {
        let progress = Progress::load(root)?;
        let places = steps
            .iter()
            .map(|step| (step.clone(), Place::of(step, progress.of(&step.name).mark)));
        Ok(Self::from_places(places))
    }

    /// El primer paso que no está superado tal como está ahora. Los retos no tocan nunca.
    pub fn next(&self) -> Option<&Step> {
        let (step, _) = self.required().find(|(_, place)| place.is_pending())?;
        Some(step)
    }

    /// El primer reto que no está superado tal como está ahora.
    pub fn challenge(&self) -> Option<&Step> {
        let mut optional = self.0.iter().filter(|(step, _)| step.optional);
        let (step, _) = optional.find(|(_, place)| place.is_pending())?;
        Some(step)
    }

    /// Los pasos que hacen el curso; los retos son aparte.
    fn required(&self) -> impl Iterator<Item = &(Step, Place)> {
        self.0.iter().filter(|(step, _)| !step.optional)
    }

    /// La lista de los pasos, uno por línea.
    pub fn list(&self, page: Page) -> String {
        let widest = |text: fn(&Step) -> &str| {
            let widths = self.0.iter().map(|(step, _)| text(step).chars().count());
            widths.max().unwrap_or_default()
        };
        let (names, titles) = (widest(|step| &step.name), widest(|step| &step.title));
        self.0.iter().fold(String::new(), |text, (step, place)| {
            let (mark, points, note) = place.columns(page);
            let line = format!(
                "  {mark} {:<names$}  {:<titles$}  {points:>5}  {note}",
                step.name, step.title
            );
            text + line.trim_end() + "\n"
        })
    }

    /// Una barra con lo que se lleva del curso.
    pub fn bar(&self, page: Page) -> String {
        let percent = self.percent();
        let count = format!(
            "{percent:>3} % · {} de {} superados",
            self.passed(),
            plural(self.required().count() as u64, "paso", "pasos")
        );
        let room = page.width.saturating_sub(count.chars().count() + 6);
        let full = room * percent / 100;
        format!(
            "  {}{} {count}\n",
            page.paint("32", &"█".repeat(full)),
            "░".repeat(room - full)
        )
    }

    /// Cómo va un curso cuyos pasos están así.
    pub fn from_places(places: impl IntoIterator<Item = (Step, Place)>) -> Self {
        Self(places.into_iter().collect())
    }

    /// Cuántos están superados, sin contar los retos.
    pub fn passed(&self) -> usize {
        let full = |place: &Place| matches!(place, Place::Graded { mark, .. } if mark.is_full());
        self.required().filter(|(_, place)| full(place)).count()
    }

    /// Todos los pasos pesan lo mismo, y los retos nada. Solo hay 100 % cuando todos los
    /// pasos están superados.
    pub fn percent(&self) -> usize {
        let sum: f64 = self.required().map(|(_, place)| place.fraction()).sum();
        let steps = self.required().count().max(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "es un número entre 0 y 100"
        )]
        let percent = (100.0 * sum / steps as f64 + 1e-9) as usize;
        percent.min(100)
    }
}

impl Place {
    /// El de `step`, si su última nota fue `mark`.
    pub fn of(step: &Step, mark: Option<Mark>) -> Self {
        if step.is_untouched() {
            return Self::Untouched;
        }
        match mark {
            // El programa final no tiene archivo propio: nadie lo empieza hasta que lo corrige.
            None if !step.stub().is_file() => Self::Untouched,
            None => Self::Ungraded,
            Some(mark) => Self::Graded {
                stale: mark.source != sources::fingerprint(step),
                mark,
            },
        }
    }

    /// Si no está superado tal como está ahora.
    fn is_pending(&self) -> bool {
        !matches!(self, Self::Graded { mark, stale: false } if mark.is_full())
    }

    fn fraction(&self) -> f64 {
        match self {
            Self::Graded { mark, .. } if mark.max_points > 0 => {
                f64::from(mark.points) / f64::from(mark.max_points)
            }
            _ => 0.0,
        }
    }

    /// La marca, los puntos y lo que hay que decir.
    fn columns(&self, page: Page) -> (String, String, String) {
        let (mark, stale) = match self {
            Self::Untouched => return (String::from("·"), "—".into(), "sin empezar".into()),
            Self::Ungraded => return (String::from("·"), "—".into(), "sin corregir".into()),
            Self::Graded { mark, stale } => (mark, *stale),
        };
        let points = if mark.compiles {
            format!("{}/{}", mark.points, mark.max_points)
        } else {
            "—".to_owned()
        };
        let note = if !mark.compiles {
            "no compila".to_owned()
        } else if mark.is_full() {
            "superado".to_owned()
        } else {
            let failed = plural(mark.failed as u64, "comprobación", "comprobaciones");
            format!("{failed} sin superar")
        };
        if stale {
            let note = "cambiado desde entonces".to_owned();
            return (page.paint("33", "~"), points, note);
        }
        let status = if mark.is_full() {
            Status::Passed
        } else {
            Status::Failed
        };
        (page.mark(status), points, note)
    }
}

impl Mark {
    /// Si el paso quedó superado.
    pub fn is_full(&self) -> bool {
        self.compiles && self.failed == 0
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const PAGE: Page = Page {
        width: 80,
        color: false,
    };

    fn step(name: &str) -> Step {
        Step {
            name: name.into(),
            order: 1,
            optional: false,
            title: format!("Título de {name}"),
            chapter: PathBuf::new(),
            folder: PathBuf::new(),
        }
    }

    fn graded(points: u32, failed: usize, stale: bool) -> Place {
        let mark = Mark {
            points,
            max_points: 10,
            passed: 0,
            failed,
            compiles: true,
            source: String::new(),
            graded_at: String::new(),
        };
        Place::Graded { mark, stale }
    }

    #[test]
    fn toca_el_primero_que_no_esta_superado_tal_como_esta_ahora() {
        let all = |second| {
            Standing(vec![
                (step("paso1"), graded(10, 0, false)),
                (step("paso2"), second),
                (step("paso3"), Place::Untouched),
            ])
        };

        assert_eq!(all(graded(10, 0, false)).next().unwrap().name, "paso3");
        assert_eq!(all(graded(10, 0, true)).next().unwrap().name, "paso2");
        assert_eq!(all(graded(4, 2, false)).next().unwrap().name, "paso2");
        assert!(
            Standing(vec![(step("a"), graded(10, 0, false))])
                .next()
                .is_none()
        );
    }

    #[test]
    fn un_reto_pendiente_no_quita_nada_al_curso() {
        let mut challenge = step("reto");
        challenge.optional = true;
        let standing = Standing(vec![
            (step("paso1"), graded(10, 0, false)),
            (challenge, graded(5, 2, false)),
        ]);

        assert_eq!(standing.percent(), 100);
        assert!(standing.next().is_none());
        assert_eq!(standing.challenge().unwrap().name, "reto");
        assert!(standing.bar(PAGE).contains("1 de 1 paso superado"));
    }

    #[test]
    fn la_lista_y_la_barra_caben_en_ochenta_columnas() {
        let mut broken = graded(0, 0, false);
        if let Place::Graded { mark, .. } = &mut broken {
            mark.compiles = false;
        }
        let standing = Standing(vec![
            (step("paso1"), graded(10, 0, false)),
            (step("paso2"), graded(10, 0, true)),
            (step("paso3"), graded(4, 1, true)),
            (step("paso4"), broken),
            (step("programa"), Place::Ungraded),
            (step("paso5"), Place::Untouched),
        ]);

        let text = standing.list(PAGE) + &standing.bar(PAGE);

        assert_eq!(
            text,
            "  ✓ paso1     Título de paso1     10/10  superado\n  \
             ~ paso2     Título de paso2     10/10  cambiado desde entonces\n  \
             ~ paso3     Título de paso3      4/10  cambiado desde entonces\n  \
             ✗ paso4     Título de paso4         —  no compila\n  \
             · programa  Título de programa      —  sin corregir\n  \
             · paso5     Título de paso5         —  sin empezar\n"
                .to_owned()
                + "  █████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░  40 % · 2 de 6 pasos superados\n"
        );
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(80), "{widest:?}");
    }
}
