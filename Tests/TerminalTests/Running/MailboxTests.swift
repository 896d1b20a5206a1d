import Terminal
import Testing

struct MailboxTests {
    @Test func `messages of one poster arrive in their order`() async {
        let mailbox = Mailbox<Int>(capacity: 4)
        async let posted: Void = {
            for number in 1...100 { await mailbox.post(number) }
        }()
        var received: [Int] = []
        while received.count < 100 { received += await mailbox.nextBatch(limit: 7) }
        await posted
        #expect(received == Array(1...100))
    }

    @Test func `nothing is lost of what many post, and no more is taken than asked for`() async {
        let mailbox = Mailbox<Int>(capacity: 3)
        let received = await withTaskGroup { group in
            for poster in 0..<20 {
                group.addTask { for number in 0..<50 { await mailbox.post(poster * 50 + number) } }
            }
            var received: [Int] = []
            while received.count < 1000 {
                let batch = await mailbox.nextBatch(limit: 5)
                #expect((1...5).contains(batch.count))
                received += batch
            }
            return received
        }
        #expect(received.sorted() == Array(0..<1000))
    }

    @Test func `a poster waits while the mailbox is full`() async {
        let mailbox = Mailbox<Int>(capacity: 2)
        await mailbox.post(1)
        await mailbox.post(2)
        let events = Mailbox<String>(capacity: 10)
        await withTaskGroup { group in
            group.addTask {
                await events.post("posting")
                await mailbox.post(3)
                await events.post("posted")
            }
            #expect(await events.next() == "posting")
            // However often it gets to run, it can't have posted: nothing has been read.
            for _ in 0..<1000 { await Task.yield() }
            await events.post("reading")
            #expect(await events.next() == "reading")
            #expect(await mailbox.next() == 1)
            #expect(await events.next() == "posted")
        }
        #expect(await mailbox.nextBatch(limit: 9) == [2, 3])
    }

    @Test func `a cancelled poster's message goes in all the same, and it doesn't wait`() async {
        let mailbox = Mailbox<Int>(capacity: 1)
        await mailbox.post(1)
        await withTaskGroup { group in
            group.addTask { await mailbox.post(2) }
            group.cancelAll()
        }
        #expect(await mailbox.nextBatch(limit: 9) == [1, 2])
    }

    @Test func `a cancelled reader gets nothing, and takes nothing`() async {
        let mailbox = Mailbox<Int>(capacity: 1)
        let received = await withTaskGroup { group in
            group.addTask { await mailbox.next() }
            group.cancelAll()
            return await group.next()
        }
        #expect(received == .some(nil))
        await mailbox.post(1)
        #expect(await mailbox.next() == 1)
    }

    @Test func `closing lets posters go on, and what is there can be read`() async {
        let mailbox = Mailbox<Int>(capacity: 1)
        await mailbox.post(1)
        await withTaskGroup { group in
            group.addTask { await mailbox.post(2) }
            for _ in 0..<100 { await Task.yield() }
            mailbox.close()
        }
        await mailbox.post(3)
        #expect(await mailbox.next() == 1)
        #expect(await mailbox.next() == nil)
    }

    @Test func `closing wakes the reader`() async {
        let mailbox = Mailbox<Int>(capacity: 1)
        async let message = mailbox.next()
        mailbox.close()
        #expect(await message == nil)
    }
}
