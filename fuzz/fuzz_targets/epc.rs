//! Any bytes as a tag and as a URI: a tag that is read is written bit by bit as it was, and every form reads back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::epc::{CheckDigits, Epc, PrefixList};

fn laws(epc: &Epc) {
    if let Ok(bytes) = epc.to_bytes() {
        let again = Epc::read_bytes(&bytes, CheckDigits::Keep).expect("its own bits");
        assert!(again.parts().eq(epc.parts()) && again.elements().eq(epc.elements()));
        assert_eq!(again.to_bytes().expect("bits"), bytes);
        assert_eq!(
            Epc::parse(&epc.raw_uri().expect("bits")).is_ok(),
            epc.wrong_check_digit().is_none()
        );
    }
    for uri in [epc.tag_uri(), epc.pure_identity_uri()]
        .into_iter()
        .flatten()
    {
        if epc.wrong_check_digit().is_none() {
            let read = Epc::parse(&uri).expect("its own URI");
            assert!(read.parts().eq(epc.parts()), "{uri}");
        }
    }
    let _ = epc.element_string();
}

fuzz_target!(|data: &[u8]| {
    for policy in [CheckDigits::Verify, CheckDigits::Compute, CheckDigits::Keep] {
        match Epc::read_bytes(data, policy) {
            Ok(epc) => {
                let mut words = data.to_vec();
                words.resize(data.len().next_multiple_of(2), 0);
                // A check digit that was computed is another one.
                let same = policy != CheckDigits::Compute || Epc::from_bytes(data).is_ok();
                assert_eq!(epc.to_bytes().expect("bits") == words, same);
                laws(&epc);
            }
            Err(error) => {
                let bits = error.bits().map_or(0, |bits| bits.start);
                assert!(bits <= data.len() * 8, "{error}");
            }
        }
    }
    if let Ok(text) = core::str::from_utf8(data) {
        for epc in [
            Epc::parse(text),
            Epc::from_hex(text),
            Epc::from_base64(text),
        ] {
            match epc {
                Ok(epc) => laws(&epc),
                Err(error) => assert!(error.span().is_none_or(|span| span.end <= text.len())),
            }
        }
        let _ = PrefixList::parse(text);
    }
});
