import CTerminal
import Terminal

extension CursesDisplay {
    public func setClipboard(_ text: String) -> Bool {
        guard !isAway, let request = TerminalRequest.clipboard(text) else { return false }
        ct_send(request)
        return true
    }

    public func notify(_ text: String) {
        guard !isAway else { return }
        bell()
        let request = TerminalRequest.notification(text)
        if !request.isEmpty { ct_send(request) }
    }
}
