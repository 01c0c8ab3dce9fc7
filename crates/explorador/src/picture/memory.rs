//! La memoria compartida vista por su uso: qué trozos de cada región se tratan
//! como un todo (un texto, un número, un semáforo) y qué contienen en cada
//! momento.

use std::collections::BTreeMap;

use crate::event::{Access, Effect, Event, EventKind, RegionId};

use super::bytes::{as_text, integer, show};

/// A partir de este tamaño una lectura es de las que hace la biblioteca de C
/// por bloques (`strlen`, `memcpy`) y no dice dónde acaba lo que se lee.
const BLOCK: u64 = 16;
/// A partir de tantos bytes sueltos seguidos, se miran como un todo.
const BUFFER: usize = 8;
/// Lo que guarda glibc junto a un semáforo compartido entre procesos.
const SHARED_MARK: u64 = 128;
/// Dónde lo guarda, desde el principio del semáforo.
const MARK_OFFSET: u64 = 8;

/// Para qué se usa un trozo de memoria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Un texto, o bytes sin más.
    Bytes,
    /// Un número de 1, 2, 4 u 8 bytes.
    Number,
    /// El valor de un `sem_t` de glibc: 4 bytes de cuenta y 4 de quienes esperan.
    Semaphore,
    /// La marca que glibc guarda junto al semáforo: no le interesa a nadie.
    SemaphoreMark,
}

impl Use {
    /// ¿Le interesa a una persona?
    pub fn is_visible(self) -> bool {
        self != Self::SemaphoreMark
    }
}

/// Un trozo de una región que se usa como un todo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub region: RegionId,
    pub start: u64,
    pub end: u64,
    pub usage: Use,
}

impl Field {
    /// `A+0`.
    pub fn place(&self) -> String {
        format!("{}+{}", self.region, self.start)
    }

    /// `A+0`, y qué hay ahí si no es lo que parece.
    pub fn title(&self) -> String {
        match self.usage {
            Use::Semaphore => format!("semáforo {}", self.place()),
            _ => self.place(),
        }
    }

    /// El contenido, como lo entiende una persona.
    pub fn value(&self, content: &[u8]) -> String {
        match self.usage {
            Use::Number => number(content),
            Use::Semaphore => integer(&content[..content.len().min(4)]).to_string(),
            Use::Bytes | Use::SemaphoreMark => show(content),
        }
    }
}

/// Un número, o el carácter si es un byte que se puede leer.
fn number(content: &[u8]) -> String {
    match content {
        [byte] if byte.is_ascii_graphic() => show(content),
        _ => integer(content).to_string(),
    }
}

/// Un acceso observado, sin el quién.
struct Piece<'a> {
    start: u64,
    end: u64,
    access: Access,
    before: &'a [u8],
    after: &'a [u8],
}

impl Piece<'_> {
    /// Contiene texto que se lee, y no un número que casualmente lo parece.
    fn is_text(&self) -> bool {
        let bytes = if self.access == Access::Read {
            self.before
        } else {
            self.after
        };
        let looks = |bytes: &[u8]| match bytes.len() {
            1 => bytes[0] >= b' ' || matches!(bytes[0], b'\n' | b'\t'),
            len => {
                let letters = bytes.iter().filter(|&&byte| byte != 0).count();
                let enough = if len <= 2 { 1 } else { 2 };
                letters >= enough && ends_in_text(bytes)
            }
        };
        looks(bytes)
    }

    /// Puede ser el final de un texto, o una parte que aún está vacía.
    fn is_blank(&self) -> bool {
        let size = self.end - self.start;
        let loose = size == 1 || size >= BLOCK || self.access == Access::Read;
        loose && self.after.iter().all(|&byte| byte == 0)
    }
}

/// Texto aunque un bloque corte por la mitad una letra de varios bytes.
fn ends_in_text(bytes: &[u8]) -> bool {
    let text = bytes
        .iter()
        .rposition(|&byte| byte != 0)
        .map_or(0, |last| last + 1);
    let inner = &bytes[..text];
    !inner.contains(&0)
        && inner
            .iter()
            .all(|&b| b >= b' ' || matches!(b, b'\n' | b'\t'))
}

/// Los trozos de todas las regiones y su contenido según avanza el plan.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    fields: Vec<Field>,
    content: BTreeMap<(RegionId, u64), u8>,
}

impl Memory {
    /// Estudia todos los accesos del plan. El contenido queda como estaba al
    /// principio.
    pub fn new(events: &[Event]) -> Self {
        let mut pieces: BTreeMap<RegionId, Vec<Piece>> = BTreeMap::new();
        let mut content = BTreeMap::new();
        for event in events {
            if let EventKind::Memory {
                region,
                offset,
                access,
                before,
                after,
            } = &event.kind
            {
                let length = before.len().max(after.len()) as u64;
                let piece = Piece {
                    start: *offset,
                    end: offset.saturating_add(length),
                    access: *access,
                    before,
                    after,
                };
                for (place, &byte) in (*offset..piece.end).zip(before) {
                    content.entry((*region, place)).or_insert(byte);
                }
                pieces.entry(*region).or_default().push(piece);
            }
        }
        let mut fields: Vec<Field> = pieces
            .into_iter()
            .flat_map(|(region, pieces)| group(region, pieces))
            .collect();
        mark_semaphores(&mut fields, events);
        Self { fields, content }
    }

    /// Los trozos, por orden.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Los trozos de una región que a una persona le interesan, con su número.
    pub fn visible(&self, region: RegionId) -> impl Iterator<Item = (usize, &Field)> {
        let ours = move |field: &Field| field.region == region && field.usage.is_visible();
        let fields = self.fields.iter().enumerate();
        fields.filter(move |(_, field)| ours(field))
    }

    /// El trozo al que va un acceso.
    pub fn field_of(&self, region: RegionId, offset: u64, length: usize) -> Option<usize> {
        let end = offset.saturating_add(length.max(1) as u64);
        // Los trozos van por orden y no se solapan.
        let first = self
            .fields
            .partition_point(|f| (f.region, f.end) <= (region, offset));
        let found = self.fields.get(first)?;
        (found.region == region && found.start < end).then_some(first)
    }

    /// Lo que contiene ahora un trozo.
    pub fn content(&self, field: &Field) -> Vec<u8> {
        self.range(field.region, field.start, field.end)
    }

    /// Lo que hay ahora entre dos desplazamientos de una región.
    pub fn range(&self, region: RegionId, start: u64, end: u64) -> Vec<u8> {
        if start >= end {
            return Vec::new();
        }
        self.content
            .range((region, start)..(region, end))
            .map(|(_, &byte)| byte)
            .collect()
    }

    /// Anota lo que un acceso dejó.
    pub fn apply(&mut self, region: RegionId, offset: u64, after: &[u8]) {
        for (place, &byte) in (offset..=u64::MAX).zip(after) {
            self.content.insert((region, place), byte);
        }
    }
}

/// Un trozo a medio formar.
struct Draft {
    start: u64,
    end: u64,
    /// Todos los accesos han sido a este mismo tamaño de número.
    number: bool,
    text: bool,
}

impl Draft {
    fn new(piece: &Piece) -> Self {
        let text = piece.is_text();
        Self {
            start: piece.start,
            end: piece.end,
            number: matches!(piece.end - piece.start, 1 | 2 | 4 | 8) && !text,
            text,
        }
    }

    /// ¿Forma parte del mismo trozo este acceso, que no empieza antes que los
    /// demás?
    fn takes(&self, piece: &Piece) -> bool {
        let same_text =
            piece.start == self.end && self.text && (piece.is_text() || piece.is_blank());
        piece.start < self.end || same_text
    }

    fn take(&mut self, piece: &Piece) {
        let text = piece.is_text();
        self.number &= !text && piece.start == self.start && piece.end == self.end;
        self.text |= text;
        self.end = self.end.max(piece.end);
    }

    fn single_byte(&self) -> bool {
        self.end - self.start == 1
    }
}

/// Junta los accesos que se solapan, y los contiguos si son un mismo texto. Las
/// lecturas por bloques no deciden: leen de más.
fn group(region: RegionId, mut pieces: Vec<Piece>) -> Vec<Field> {
    // Las escrituras antes: dicen mejor que las lecturas qué hay en un sitio.
    pieces.sort_by_key(|piece| (piece.start, piece.access == Access::Read, piece.end));
    let (blocks, exact): (Vec<Piece>, Vec<Piece>) = pieces
        .into_iter()
        .partition(|p| p.access == Access::Read && p.end - p.start >= BLOCK);
    let drafts = with_buffers(&drafts(&exact));
    let alone: Vec<Piece> = blocks
        .into_iter()
        .filter(|block| {
            !drafts
                .iter()
                .any(|d| d.start < block.end && block.start < d.end)
        })
        .collect();
    let mut fields: Vec<Field> = drafts
        .into_iter()
        .chain(self::drafts(&alone))
        .map(|draft| Field {
            region,
            start: draft.start,
            end: draft.end,
            usage: if draft.number {
                Use::Number
            } else {
                Use::Bytes
            },
        })
        .collect();
    fields.sort_by_key(|field| field.start);
    fields
}

fn drafts(pieces: &[Piece]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.end > piece.start) {
        match drafts.last_mut() {
            Some(last) if last.takes(piece) => last.take(piece),
            _ => drafts.push(Draft::new(piece)),
        }
    }
    drafts
}

/// Muchos bytes sueltos seguidos no son muchos números: son un búfer.
fn with_buffers(drafts: &[Draft]) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::new();
    for run in drafts.chunk_by(|a, b| a.end == b.start && a.single_byte() && b.single_byte()) {
        let (first, last) = (&run[0], &run[run.len() - 1]);
        let buffer = run.len() >= BUFFER;
        joined.extend(run.iter().filter(|_| !buffer).map(|d| Draft { ..*d }));
        if buffer {
            joined.push(Draft {
                start: first.start,
                end: last.end,
                number: false,
                text: false,
            });
        }
    }
    joined
}

/// Reconoce los semáforos de glibc por su forma: 8 bytes y, 8 más allá, la
/// marca de compartido; o 8 bytes en los que alguien durmió.
fn mark_semaphores(fields: &mut [Field], events: &[Event]) {
    let slept: Vec<(RegionId, u64)> = events.iter().filter_map(futex_place).collect();
    let marked: Vec<(RegionId, u64)> = events.iter().filter_map(mark_place).collect();
    let semaphores: Vec<(RegionId, u64)> = fields
        .iter()
        .filter(|field| field.usage == Use::Number && field.end - field.start == 8)
        .map(|field| (field.region, field.start))
        .filter(|&(region, start)| {
            slept.contains(&(region, start))
                || start
                    .checked_add(MARK_OFFSET)
                    .is_some_and(|mark| marked.contains(&(region, mark)))
        })
        .collect();
    for field in fields {
        if semaphores.contains(&(field.region, field.start)) {
            field.usage = Use::Semaphore;
        }
        let is_mark = field
            .start
            .checked_sub(MARK_OFFSET)
            .is_some_and(|start| semaphores.contains(&(field.region, start)));
        if is_mark && field.usage == Use::Number && field.end - field.start == 4 {
            field.usage = Use::SemaphoreMark;
        }
    }
}

fn futex_place(event: &Event) -> Option<(RegionId, u64)> {
    match &event.kind {
        EventKind::Call(call) => match call.effect {
            Effect::FutexWait { place, .. } | Effect::FutexWake { place, .. } => place,
            _ => None,
        },
        EventKind::Blocked(crate::event::BlockedOn::Futex(place)) => *place,
        _ => None,
    }
}

fn mark_place(event: &Event) -> Option<(RegionId, u64)> {
    match &event.kind {
        EventKind::Memory {
            region,
            offset,
            after,
            ..
        } if after.len() == 4 && integer(after) == SHARED_MARK => Some((*region, *offset)),
        _ => None,
    }
}

/// El texto del trozo, si es texto que merece verse letra a letra.
pub(super) fn letters(field: &Field, content: &[u8]) -> Option<Vec<char>> {
    if field.usage != Use::Bytes {
        return None;
    }
    let text = as_text(content)?;
    Some(text.chars().collect())
}
