//! Which characters a file's bytes mean, and reading them as UTF-8.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, CoderResult, Decoder, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes with characters beyond ASCII that are enough to tell one legacy encoding from another.
const EVIDENCE_BYTES: usize = 1 << 20;

/// The encoding of a label such as `gb18030` or `utf-8`.
pub fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).map(|e| if e == GBK { GB18030 } else { e })
}

/// Detects the encoding: a byte order mark, UTF-16 by its zero bytes, UTF-8 by its form over the whole file, else a legacy encoding by frequency.
///
/// # Errors
/// Reading failed.
pub fn detect(mut file: impl Read) -> io::Result<&'static Encoding> {
    let mut chunk = vec![0; 1 << 16];
    let mut filled = fill(&mut file, &mut chunk)?;
    if let Some((encoding, _)) = Encoding::for_bom(&chunk[..filled]) {
        return Ok(encoding);
    }
    if let Some(encoding) = utf16_by_zeros(&chunk[..filled.min(4096)]) {
        return Ok(encoding);
    }
    let mut utf8 = Utf8Tally::default();
    let mut evidence = Vec::new();
    while filled > 0 {
        utf8.add(&chunk[..filled]);
        if evidence.len() < EVIDENCE_BYTES && !chunk[..filled].is_ascii() {
            evidence.extend_from_slice(&chunk[..filled]);
        }
        filled = fill(&mut file, &mut chunk)?;
    }
    // A UTF-8 export with a few texts cut inside a character is still UTF-8; read as GBK it would be nonsense throughout.
    if utf8.broken * 50 <= utf8.whole { Ok(UTF_8) } else { Ok(legacy(&evidence)) }
}

fn legacy(evidence: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(evidence, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    if guess == BIG5 {
        return BIG5;
    }
    // Short Chinese texts are easily taken for a European encoding: what reads as GB18030 without fault is GB18030 here.
    let (_, _, faulty) = GB18030.decode(evidence);
    if guess == GBK || guess == GB18030 || !faulty { GB18030 } else { guess }
}

fn utf16_by_zeros(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match even.cmp(&odd) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => Some(UTF_16LE),
        std::cmp::Ordering::Greater => Some(UTF_16BE),
    }
}

fn fill(file: &mut impl Read, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match file.read(&mut chunk[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

/// Characters beyond ASCII that are whole UTF-8, and sequences that are not. Chunk borders count as broken at most once each.
#[derive(Default)]
struct Utf8Tally {
    whole: u64,
    broken: u64,
    carried: Vec<u8>,
}

impl Utf8Tally {
    fn add(&mut self, bytes: &[u8]) {
        let mut all = std::mem::take(&mut self.carried);
        all.extend_from_slice(bytes);
        let mut pieces = all.utf8_chunks().peekable();
        while let Some(piece) = pieces.next() {
            self.whole += piece.valid().bytes().filter(|b| *b >= 0xC0).count() as u64;
            if piece.invalid().is_empty() {
                continue;
            }
            if pieces.peek().is_none() {
                self.carried = piece.invalid().to_vec();
            } else {
                self.broken += 1;
            }
        }
        if self.carried.len() > 3 {
            self.broken += 1;
            self.carried.clear();
        }
    }
}

/// Reads any encoding as UTF-8 and counts the bytes taken; what is no character becomes U+FFFD.
///
/// Every line ends in one `\n`, the last one too, so that lines can be counted.
pub struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Box<[u8]>,
    raw_from: usize,
    raw_to: usize,
    text: Box<[u8]>,
    text_from: usize,
    text_to: usize,
    ended: bool,
    last: u8,
    read: Arc<AtomicU64>,
}

impl<R: Read> Decoded<R> {
    /// `read` is raised by the bytes taken from `inner`.
    pub fn new(inner: R, encoding: &'static Encoding, read: Arc<AtomicU64>) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 1 << 15].into(),
            raw_from: 0,
            raw_to: 0,
            text: vec![0; 1 << 16].into(),
            text_from: 0,
            text_to: 0,
            ended: false,
            last: b'\n',
            read,
        }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        while self.text_from == self.text_to && !self.ended {
            if self.raw_from == self.raw_to {
                self.raw_from = 0;
                self.raw_to = self.inner.read(&mut self.raw)?;
                self.read.fetch_add(self.raw_to as u64, Ordering::Relaxed);
            }
            let last = self.raw_to == 0;
            // One byte is kept for a line end that the file lacks.
            let room = self.text.len() - 1;
            let (result, taken, written, _) =
                self.decoder.decode_to_utf8(&self.raw[self.raw_from..self.raw_to], &mut self.text[..room], last);
            self.raw_from += taken;
            (self.text_from, self.text_to) = (0, self.fold_line_ends(written));
            self.ended = last && result == CoderResult::InputEmpty;
            if self.ended && !matches!(self.last, b'\n' | b'\r') {
                self.text[self.text_to] = b'\n';
                self.text_to += 1;
            }
        }
        Ok(())
    }

    /// Turns `\r\n` and `\r` into `\n` within the first `written` bytes; how many are left.
    fn fold_line_ends(&mut self, written: usize) -> usize {
        let mut kept = 0;
        for i in 0..written {
            let byte = self.text[i];
            let doubled = byte == b'\n' && self.last == b'\r';
            self.last = byte;
            if !doubled {
                self.text[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.decode_more()?;
        let n = out.len().min(self.text_to - self.text_from);
        out[..n].copy_from_slice(&self.text[self.text_from..self.text_from + n]);
        self.text_from += n;
        Ok(n)
    }
}
